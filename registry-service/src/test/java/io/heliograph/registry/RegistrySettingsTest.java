/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {
  @Test
  void fromEnvironment_empty_defaultsOfTheContract() {
    assertThat(RegistrySettings.fromEnvironment(Map.of()))
        .isEqualTo(new RegistrySettings("127.0.0.1", 7400, 7401, Optional.empty()));
  }

  @Test
  void fromEnvironment_allGiven_taken() {
    assertThat(
            RegistrySettings.fromEnvironment(
                Map.of(
                    "HELIOGRAPH_BIND", "127.0.0.2",
                    "HELIOGRAPH_REGISTRY_GRPC_PORT", "17400",
                    "HELIOGRAPH_REGISTRY_HTTP_PORT", " 17401 ")))
        .isEqualTo(new RegistrySettings("127.0.0.2", 17400, 17401, Optional.empty()));
  }

  @Test
  void fromEnvironment_notAPort_namesVariableValueAndRange() {
    assertThatThrownBy(
            () -> RegistrySettings.fromEnvironment(Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "http")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("HELIOGRAPH_REGISTRY_GRPC_PORT", "'http'", "0", "65535");
    assertThatThrownBy(
            () ->
                RegistrySettings.fromEnvironment(Map.of("HELIOGRAPH_REGISTRY_HTTP_PORT", "65536")))
        .hasMessageContainingAll("HELIOGRAPH_REGISTRY_HTTP_PORT", "65536", "65535");
  }

  @Test
  void constructor_samePortTwice_refused() {
    assertThatThrownBy(() -> new RegistrySettings("127.0.0.1", 7400, 7400, Optional.empty()))
        .hasMessageContainingAll("HELIOGRAPH_REGISTRY_GRPC_PORT", "HELIOGRAPH_REGISTRY_HTTP_PORT");
  }

  @Test
  void constructor_anyFreePortTwice_allowed() {
    assertThat(new RegistrySettings("127.0.0.1", 0, 0, Optional.empty()).grpcPort()).isZero();
  }
}
