/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final long GIB = 1L << 30;

  @Test
  void from_nothingSet_theContractsPorts() {
    Settings settings = Settings.from(Map.of(), GIB);

    assertThat(settings.grpcPort()).isEqualTo(4317);
    assertThat(settings.httpPort()).isEqualTo(4318);
    assertThat(settings.zipkinPort()).isEqualTo(9411);
    assertThat(settings.adminPort()).isEqualTo(4319);
    assertThat(settings.bind()).isEqualTo("127.0.0.1");
    assertThat(settings.budgetBytes()).isEqualTo(64 << 20);
  }

  @Test
  void from_smallHeap_budgetIsAThirdOfIt() {
    assertThat(Settings.from(Map.of(), 96 << 20).budgetBytes()).isEqualTo(32 << 20);
  }

  @Test
  void from_outOfRange_namesVariableValueAndRange() {
    refused("HELIOGRAPH_OTLP_GRPC_PORT", "70000", "0 (any free port) to 65535");
    refused("HELIOGRAPH_ZIPKIN_PORT", "http", "a whole number");
    refused("HELIOGRAPH_KAFKA", "localhost", "HOST:PORT");
    refused("HELIOGRAPH_GATEWAY_COMPRESSION", "gzip", "lz4, zstd or none");
    refused("HELIOGRAPH_GATEWAY_DELIVERY_TIMEOUT_MS", "10", "1000 to 600000");
    refused("HELIOGRAPH_GATEWAY_MAX_REQUEST_BYTES", "5", "1048576 to 268435456");
  }

  @Test
  void help_namesEveryVariable() {
    assertThat(Settings.HELP).contains("HELIOGRAPH_GATEWAY_ADMIN_PORT", "HELIOGRAPH_KAFKA");
  }

  private static void refused(String name, String value, String range) {
    assertThatThrownBy(() -> Settings.from(Map.of(name, value), GIB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(name + "=" + value + " must be " + range);
  }
}
