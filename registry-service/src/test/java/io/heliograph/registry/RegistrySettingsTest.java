/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.ProtectionLimits;
import io.heliograph.registry.peers.PeerSettings;
import io.heliograph.registry.probing.ProbeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {
  @Test
  void fromEnvironment_empty_defaultsOfTheContract() {
    assertThat(RegistrySettings.fromEnvironment(Map.of()))
        .isEqualTo(settings("127.0.0.1", 7400, 7401, "127.0.0.1:7400"));
  }

  private static RegistrySettings settings(String bind, int grpc, int http, String node) {
    return new RegistrySettings(
        bind, grpc, http, Optional.empty(), node, PeerSettings.NONE, ProtectionLimits.DEFAULT);
  }

  @Test
  void fromEnvironment_allGiven_taken() {
    assertThat(
            RegistrySettings.fromEnvironment(
                Map.of(
                    "HELIOGRAPH_BIND", "127.0.0.2",
                    "HELIOGRAPH_REGISTRY_GRPC_PORT", "17400",
                    "HELIOGRAPH_REGISTRY_HTTP_PORT", " 17401 ")))
        .isEqualTo(settings("127.0.0.2", 17400, 17401, "127.0.0.2:17400"));
  }

  @Test
  void fromEnvironment_snapshotAndKafka_documentsBesideTheSnapshot() {
    RegistrySettings settings =
        RegistrySettings.fromEnvironment(
            Map.of(
                "HELIOGRAPH_REGISTRY_SNAPSHOT", "a/b.jsonl",
                "HELIOGRAPH_REGISTRY_KAFKA", "k1:9092, k2:9092"));

    assertThat(settings.documents()).contains(Path.of("a/b.jsonl.documents"));
    assertThat(settings.kafka()).contains("k1:9092,k2:9092");
    assertThatThrownBy(
            () -> RegistrySettings.fromEnvironment(Map.of("HELIOGRAPH_REGISTRY_KAFKA", "kafka")))
        .hasMessageContaining("HELIOGRAPH_REGISTRY_KAFKA has 'kafka': give host:port");
  }

  @Test
  void fromEnvironment_agent_hasNodesAndNothingOfANode() {
    String follow = "HELIOGRAPH_REGISTRY_FOLLOW";
    assertThat(RegistrySettings.fromEnvironment(Map.of(follow, "a:1, b:2")).follows())
        .containsExactly("a:1", "b:2");
    for (String other : List.of("PEERS", "FAR_PEERS", "KAFKA")) {
      Map<String, String> both = Map.of(follow, "a:1", "HELIOGRAPH_REGISTRY_" + other, "c:3");
      assertThatThrownBy(() -> RegistrySettings.fromEnvironment(both))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(follow, "HELIOGRAPH_REGISTRY_" + other, "leave them out");
    }
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
    assertThatThrownBy(() -> settings("127.0.0.1", 7400, 7400, "n"))
        .hasMessageContainingAll("HELIOGRAPH_REGISTRY_GRPC_PORT", "HELIOGRAPH_REGISTRY_HTTP_PORT");
  }

  @Test
  void constructor_anyFreePortTwice_allowed() {
    assertThat(settings("127.0.0.1", 0, 0, "n").grpcPort()).isZero();
  }

  @Test
  void fromEnvironment_peers_bothKinds() {
    RegistrySettings settings =
        RegistrySettings.fromEnvironment(
            Map.of(
                "HELIOGRAPH_REGISTRY_NODE", "sh-1",
                "HELIOGRAPH_REGISTRY_PEERS", "10.0.0.2:7400, 10.0.0.3:7400",
                "HELIOGRAPH_REGISTRY_FAR_PEERS", "bj.example:7400"));

    assertThat(settings.node()).isEqualTo("sh-1");
    assertThat(settings.peers())
        .isEqualTo(
            new PeerSettings(
                List.of("10.0.0.2:7400", "10.0.0.3:7400"), List.of("bj.example:7400")));
  }

  @Test
  void fromEnvironment_peerWithoutPort_namesIt() {
    assertThatThrownBy(
            () -> RegistrySettings.fromEnvironment(Map.of("HELIOGRAPH_REGISTRY_PEERS", "10.0.0.2")))
        .hasMessageContainingAll("HELIOGRAPH_REGISTRY_PEERS", "'10.0.0.2'", "host:port");
  }

  @Test
  void fromEnvironment_nodeNameThatIsNone_namesIt() {
    assertThatThrownBy(
            () -> RegistrySettings.fromEnvironment(Map.of("HELIOGRAPH_REGISTRY_NODE", "a b")))
        .hasMessageContainingAll("HELIOGRAPH_REGISTRY_NODE", "a b");
  }

  @Test
  void fromEnvironment_anyPort_namesDiffer() {
    Map<String, String> any = Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0");
    assertThat(RegistrySettings.fromEnvironment(any).node())
        .isNotEqualTo(RegistrySettings.fromEnvironment(any).node());
  }

  @Test
  void fromEnvironment_protection_takenOrRefusedByName() {
    assertThat(
            RegistrySettings.fromEnvironment(
                    Map.of(
                        "HELIOGRAPH_REGISTRY_PROTECT_SHARE", "0.2",
                        "HELIOGRAPH_REGISTRY_PROTECT_MINIMUM", "3",
                        "HELIOGRAPH_REGISTRY_PROTECT_SECONDS", "60"))
                .protection())
        .isEqualTo(new ProtectionLimits(0.2, 3, 60_000, 0.5));
    assertThatThrownBy(
            () ->
                RegistrySettings.fromEnvironment(
                    Map.of("HELIOGRAPH_REGISTRY_PROTECT_SHARE", "half")))
        .hasMessage("HELIOGRAPH_REGISTRY_PROTECT_SHARE is 'half': give a number from 0.01 to 1.0");
  }

  @Test
  void fromEnvironment_probes_takenOrRefusedByName() {
    assertThat(RegistrySettings.fromEnvironment(Map.of()).probes())
        .isEqualTo(ProbeSettings.DEFAULT);
    assertThat(
            RegistrySettings.fromEnvironment(
                    Map.of(
                        "HELIOGRAPH_REGISTRY_PROBE_PROBERS", "3",
                        "HELIOGRAPH_REGISTRY_PROBE_SECONDS", "5",
                        "HELIOGRAPH_REGISTRY_PROBE_RATE", "50",
                        "HELIOGRAPH_REGISTRY_PROBE_IN_FLIGHT", "20",
                        "HELIOGRAPH_REGISTRY_PROBE_TIMEOUT_SECONDS", "0.5",
                        "HELIOGRAPH_REGISTRY_PROBE_MAX_BYTES", "2048",
                        "HELIOGRAPH_REGISTRY_PROBE_DEFAULT", "tcp"))
                .probes())
        .isEqualTo(new ProbeSettings(3, 5_000, 50, 20, 500, 2_048, Probe.Type.TCP));
    refused("PROBERS", "9", "give a number from 0.0 to 8.0");
    refused("SECONDS", "0", "give a number from 1.0 to 3600.0");
    refused("RATE", "fast", "give a number from 1.0 to 100000.0");
    refused("IN_FLIGHT", "0", "give a number from 1.0 to 10000.0");
    refused("TIMEOUT_SECONDS", "61", "give a number from 0.01 to 60.0");
    refused("MAX_BYTES", "1", "give a number from 1024.0 to 1048576.0");
    refused("DEFAULT", "http", "give none or tcp");
  }

  private static void refused(String name, String value, String what) {
    String variable = "HELIOGRAPH_REGISTRY_PROBE_" + name;
    assertThatThrownBy(() -> RegistrySettings.fromEnvironment(Map.of(variable, value)))
        .hasMessage("%s is '%s': %s", variable, value, what);
  }
}
