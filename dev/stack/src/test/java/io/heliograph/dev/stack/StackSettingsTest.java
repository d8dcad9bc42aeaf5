/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackSettingsTest {
  @Test
  void from_emptyEnvironment_hasTheDocumentedDefaults() {
    StackSettings settings = settings(Map.of());

    assertThat(settings.data()).isEqualTo(Path.of("/checkout/.heliograph"));
    assertThat(settings.kafka()).isEqualTo("127.0.0.1:9092");
    assertThat(settings.clickHouse()).isEqualTo("http://127.0.0.1:8123");
    assertThat(settings.flink()).isEqualTo("127.0.0.1:8081");
    assertThat(settings.port(Port.OTLP_GRPC)).isEqualTo(4317);
    assertThat(settings.externalKafka()).isEmpty();
  }

  @Test
  void from_givenServers_areExternal() {
    StackSettings settings =
        settings(
            Map.of(
                "HELIOGRAPH_KAFKA",
                "k:1",
                "HELIOGRAPH_CLICKHOUSE_URL",
                "http://c:2",
                "HELIOGRAPH_FLINK",
                "f:3"));

    assertThat(settings.externalKafka()).contains("k:1");
    assertThat(settings.clickHouse()).isEqualTo("http://c:2");
    assertThat(settings.flink()).isEqualTo("f:3");
  }

  @Test
  void from_portNotANumber_namesVariableValueAndRange() {
    assertThatThrownBy(() -> settings(Map.of("HELIOGRAPH_KAFKA_PORT", "kafka")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("HELIOGRAPH_KAFKA_PORT is 'kafka', but must be a whole number from 1 to 65535");
  }

  @Test
  void from_twoPortsAlike_namesBoth() {
    assertThatThrownBy(() -> settings(Map.of("HELIOGRAPH_KAFKA_PORT", "8123")))
        .hasMessageContaining("HELIOGRAPH_KAFKA_PORT")
        .hasMessageContaining("HELIOGRAPH_CLICKHOUSE_HTTP_PORT")
        .hasMessageContaining("8123");
  }

  @Test
  void from_flags_areTakenByProcess() {
    assertThat(settings(Map.of("HELIOGRAPH_GATEWAY_FLAGS", "-Xmx1g")).extraFlags())
        .containsEntry("GATEWAY", "-Xmx1g");
  }

  @Test
  void host_boundToAll_isLoopback() {
    StackSettings settings = settings(Map.of("HELIOGRAPH_BIND", "0.0.0.0"));

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.kafka()).isEqualTo("127.0.0.1:9092");
  }

  @Test
  void toEnvironment_readAgain_isTheSame() {
    StackSettings settings =
        settings(
            Map.of(
                "HELIOGRAPH_ZIPKIN_PORT", "19411",
                "HELIOGRAPH_KAFKA", "k:1",
                "HELIOGRAPH_PARALLELISM", "3",
                "HELIOGRAPH_GATEWAY_FLAGS", "-Xmx1g"));

    assertThat(StackSettings.from(settings.toEnvironment())).isEqualTo(settings);
    assertThat(settings.toEnvironment()).doesNotContainKey("HELIOGRAPH_FLINK");
  }

  @Test
  void toProcessEnvironment_serversOfOurOwn_areNamed() {
    Map<String, String> env =
        settings(Map.of("HELIOGRAPH_ZIPKIN_PORT", "19411")).toProcessEnvironment();

    assertThat(env)
        .containsEntry("HELIOGRAPH_ZIPKIN_PORT", "19411")
        .containsEntry("HELIOGRAPH_KAFKA", "127.0.0.1:9092")
        .containsEntry("HELIOGRAPH_REGISTRY_KAFKA", "127.0.0.1:9092")
        .containsEntry("HELIOGRAPH_CLICKHOUSE_URL", "http://127.0.0.1:8123");
    for (Port port : Port.values()) {
      assertThat(env).containsKey(port.variable());
    }
  }

  static StackSettings settings(Map<String, String> more) {
    Map<String, String> env = new HashMap<>(more);
    env.putIfAbsent("HELIOGRAPH_HOME", "/checkout");
    return StackSettings.from(env);
  }
}
