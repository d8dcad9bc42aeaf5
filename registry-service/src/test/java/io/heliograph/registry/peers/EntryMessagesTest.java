/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Entry;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Probe;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.Stamp;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryMessagesTest {
  private static final Listed LISTED =
      new Listed(
          new Instance(
              "x",
              "10.0.0.7",
              8080,
              "grpc",
              "1.4.2",
              "blue",
              "gray",
              0,
              30,
              60,
              new Location("sh", "sh-1", "a"),
              Map.of("tier", "gold"),
              Map.of("k", "v"),
              new Probe(Probe.Type.GRPC, "", 8081, "shop.Orders")),
          1_790_000_000_000L);

  @Test
  void read_whatWasWritten_isTheSame() throws Exception {
    Entry listed = entry(Optional.of(LISTED), false);
    Entry expired = entry(Optional.empty(), true);

    assertThat(EntryMessages.read(EntryMessages.of(listed))).isEqualTo(listed);
    assertThat(EntryMessages.read(EntryMessages.of(expired))).isEqualTo(expired);
    assertThat(EntryMessages.stamp(EntryMessages.version(listed))).isEqualTo(listed.stamp());
  }

  @Test
  void read_versionThatNoClockGives_refused() {
    assertThatThrownBy(
            () ->
                EntryMessages.read(
                    EntryMessages.of(entry(Optional.of(LISTED), false)).toBuilder()
                        .setVersion(Long.MAX_VALUE)
                        .build()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("version is 9223372036854775807: give 0 to 9007199254740992");
  }

  private static Entry entry(Optional<Listed> listed, boolean expired) {
    return new Entry(
        new ServiceName("shop", "orders"),
        "x",
        new Stamp(1_790_000_000_000_001L, "a"),
        listed,
        expired);
  }
}
