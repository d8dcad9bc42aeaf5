/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  @Test
  void fromEnvironment_withNothingSet_takesTheDocumentedPorts() {
    KafkaSettings settings = KafkaSettings.fromEnvironment(Map.of());

    assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(settings.metricsUrl()).isEqualTo("http://127.0.0.1:9093");
    assertThat(settings.dataDirectory()).endsWithRaw(Path.of(".heliograph", "kafka"));
  }

  @Test
  void toEnvironment_readBack_isTheSame() {
    KafkaSettings settings = KafkaSettings.onFreePorts(Path.of("data"));

    assertThat(KafkaSettings.fromEnvironment(settings.toEnvironment())).isEqualTo(settings);
  }

  @Test
  void fromEnvironment_outOfRange_namesTheVariable() {
    assertThatThrownBy(
            () -> KafkaSettings.fromEnvironment(Map.of("HELIOGRAPH_KAFKA_PORT", "70000")))
        .hasMessage("HELIOGRAPH_KAFKA_PORT is 70000, but a port lies between 1 and 65535");
    assertThatThrownBy(() -> KafkaSettings.fromEnvironment(Map.of("HELIOGRAPH_KAFKA_PORT", "many")))
        .hasMessageContaining("HELIOGRAPH_KAFKA_PORT is \"many\"");
  }

  @Test
  void broker_boundToAll_advertisesAnAddressThatClientsReach() {
    KafkaSettings settings = KafkaSettings.fromEnvironment(Map.of("HELIOGRAPH_BIND", "0.0.0.0"));

    assertThat(settings.broker())
        .containsEntry("listeners", "PLAINTEXT://0.0.0.0:9092,CONTROLLER://127.0.0.1:9094")
        .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:9092");
  }

  @Test
  void labels_ofBean_leaveOutTypeAndName() throws Exception {
    ObjectName bean = new ObjectName("kafka.log:type=Log,name=Size,topic=a.b,partition=3");

    assertThat(BrokerMetrics.name(bean)).isEqualTo("kafka_log_log_size");
    assertThat(BrokerMetrics.labels(bean)).isEqualTo("{partition=\"3\",topic=\"a.b\"}");
  }
}
