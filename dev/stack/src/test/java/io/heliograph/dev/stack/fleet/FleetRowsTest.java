/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetRowsTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final Served ORDERS_1 =
      new Served("orders", "orders-1", "h:1", "1.4.2", "sh/sh-1/a", "UP", 100, 100, 100);
  private static final Served ORDERS_2 =
      new Served("orders", "orders-2", "h:2", "1.5.0", "", "WARMING", 100, 80, 12);
  private static final Judged ORDERS_2_JUDGED =
      new Judged("orders", "orders-2", "h:2", "1.5.0", "", "SUSPECT", 40, 80, NOW - 3_500, "slow");
  private static final Judged ORDERS_3_JUDGED =
      new Judged(
          "orders", "orders-3", "h:3", "", "sh/sh-1/b", "DOWN", 0, 100, NOW - 300_000, "no beat");

  @Test
  void instances_areJoined_andSayWhoDoesNotKnowThem() {
    assertThat(
            FleetRows.instances(
                fleet(List.of(ORDERS_1, ORDERS_2), List.of(ORDERS_2_JUDGED, ORDERS_3_JUDGED)), NOW))
        .containsExactly(
            List.of(
                "INSTANCE",
                "ADDRESS",
                "VERSION",
                "PLACE",
                "STATE",
                "SCORE",
                "WEIGHT",
                "EFFECTIVE",
                "LAST SEEN",
                "REASON"),
            List.of(
                "orders-1",
                "h:1",
                "1.4.2",
                "sh/sh-1/a",
                "UP",
                "100",
                "100",
                "100",
                "-",
                "not judged: no heartbeat was seen"),
            List.of(
                "orders-2", "h:2", "1.5.0", "-", "SUSPECT", "40", "80", "12", "3 s ago", "slow"),
            List.of(
                "orders-3",
                "h:3",
                "-",
                "sh/sh-1/b",
                "DOWN",
                "0",
                "100",
                "-",
                "5 min ago",
                "not served; no beat"));
  }

  @Test
  void instances_ofTheRegistryAlone_haveItsStates() {
    Fleet fleet = new Fleet(Optional.of(List.of(ORDERS_2)), Optional.empty(), List.of("why"));

    assertThat(FleetRows.instances(fleet, NOW).get(1))
        .containsExactly("orders-2", "h:2", "1.5.0", "-", "WARMING", "100", "80", "12", "-", "-");
  }

  @Test
  void instances_ofTheHealthJobAlone_areNotCalledUnserved() {
    Fleet fleet = new Fleet(Optional.empty(), Optional.of(List.of(ORDERS_3_JUDGED)), List.of());

    assertThat(FleetRows.instances(fleet, NOW).get(1)).endsWith("5 min ago", "no beat");
    assertThat(FleetRows.services(fleet).get(1))
        .containsExactly("orders", "1", "DOWN 1", "sh/sh-1/b 1", "- 1", "-");
  }

  @Test
  void services_countWhatIsServed() {
    Served stock = new Served("stock", "s", "h:4", "2", "", "UP", 100, 100, 100);

    assertThat(
            FleetRows.services(fleet(List.of(ORDERS_1, ORDERS_2, stock), List.of(ORDERS_3_JUDGED))))
        .containsExactly(
            List.of("SERVICE", "INSTANCES", "STATES", "PLACES", "VERSIONS", "NOT SERVED"),
            List.of("orders", "2", "UP 1, WARMING 1", "- 1, sh/sh-1/a 1", "1.4.2 1, 1.5.0 1", "1"),
            List.of("stock", "1", "UP 1", "- 1", "2 1", "0"));
  }

  @Test
  void services_ofManyVersions_areCut_theMostFrequentFirst() {
    List<Served> served = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String version = Integer.toString(Math.min(i, 5));
      served.add(new Served("a", "a" + i, "h:1", version, "", "UP", 100, 100, 100));
    }

    assertThat(FleetRows.services(fleet(served, List.of())).get(1))
        .containsExactly("a", "8", "UP 8", "- 8", "5 3, 0 1, 1 1, 2 1, +2", "0");
  }

  @Test
  void ask_oneFails_theOtherIsKnown() {
    Fleet fleet =
        Fleet.ask(
            () -> {
              throw new IOException("nobody there");
            },
            () -> List.of(ORDERS_2_JUDGED));

    assertThat(fleet.isUnknown()).isFalse();
    assertThat(fleet.failures()).containsExactly("what is served is not known: nobody there");
    assertThat(fleet.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "-5,0 s ago",
    "999,0 s ago",
    "119999,119 s ago",
    "120000,2 min ago",
    "7199999,119 min ago",
    "7200000,2 h ago"
  })
  void age_inTheLargestUnit(long millis, String text) {
    assertThat(FleetRows.age(millis)).isEqualTo(text);
  }

  private static Fleet fleet(List<Served> served, List<Judged> judged) {
    return new Fleet(Optional.of(served), Optional.of(judged), List.of());
  }
}
