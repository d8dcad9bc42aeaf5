/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PeerRulesTest {
  private static final long START = 1_700_000_000_000L;
  private static final long MS = 1_000_000;

  private final Map<String, PeerTraffic> service = new HashMap<>();
  private final Random random = new Random(7);
  private long slot;

  @BeforeEach
  void begin() {
    slot = START;
  }

  /** Calls of one slot, by spans: each takes a time scattered as those of real services are. */
  private void traced(String instance, int calls, int errors, double medianMillis) {
    LatencyTally tally = new LatencyTally();
    for (int i = 0; i < calls; i++) {
      tally.add((long) (medianMillis * MS * Math.exp(0.5 * random.nextGaussian())));
    }
    add(instance, new Traffic(0, 0, calls, errors, 0, tally.latencies()));
  }

  private void add(String instance, Traffic traffic) {
    TrafficEvent event = new TrafficEvent("shop", "orders", instance, slot, 0, 0, traffic);
    service.merge(instance, PeerTraffic.NONE.plus(event), (known, one) -> known.plus(event));
  }

  /** Ends the slot. */
  private void compare() {
    slot += Slot.MILLIS;
    for (PeerRules.Result result : PeerRules.compare(service.entrySet(), slot)) {
      service.put(result.instanceId(), result.next());
    }
  }

  private double slowness(String instance) {
    return service.get(instance).latency().value();
  }

  private double failures(String instance) {
    return service.get(instance).errors().value();
  }

  private void tenInstances(double slowMillis, int callsOfTheSlow) {
    for (int i = 1; i <= 9; i++) {
      traced("orders-" + i, 100, 0, 20);
    }
    traced("orders-10", callsOfTheSlow, 0, slowMillis);
    compare();
  }

  @Test
  void oneSlowAmongTen_losesWithin30s_andRegainsAfterItRecovers() {
    for (int i = 0; i < 6; i++) {
      tenInstances(20, 100);
    }
    assertThat(slowness("orders-10")).isZero();

    long slowSince = slot;
    while (slowness("orders-10") < 0.5) {
      tenInstances(100, 100);
    }
    assertThat(slot - slowSince).isLessThanOrEqualTo(20_000);
    for (int i = 0; i < 6; i++) {
      tenInstances(100, 100);
    }
    assertThat(slowness("orders-10")).isCloseTo(PeerRules.MAX_LOSS, within(0.05));

    long wellSince = slot;
    while (slowness("orders-10") > 0) {
      tenInstances(20, 100);
    }
    assertThat(slot - wellSince).isLessThanOrEqualTo(90_000);
    for (int i = 1; i <= 9; i++) {
      assertThat(slowness("orders-" + i)).isZero();
    }
  }

  @Test
  void slowOneThatGetsHardlyAnyCalls_isForgivenInTime() {
    for (int i = 0; i < 6; i++) {
      tenInstances(100, 100);
    }
    assertThat(slowness("orders-10")).isGreaterThan(0.7);
    for (int i = 0; i < 30; i++) {
      tenInstances(20, 1);
    }
    assertThat(slowness("orders-10")).isZero();
  }

  @Test
  void serviceThatIsSlowAsAWhole_losesNothing() {
    for (double millis : new double[] {20, 20, 20, 20, 500, 500, 500, 500, 2_000, 2_000}) {
      for (int i = 1; i <= 10; i++) {
        traced("orders-" + i, 100, 50, millis);
      }
      compare();
      for (int i = 1; i <= 10; i++) {
        assertThat(slowness("orders-" + i)).isZero();
        assertThat(failures("orders-" + i)).isZero();
      }
    }
  }

  @Test
  void equals_neverLose_forAnHour() {
    for (int i = 0; i < 720; i++) {
      for (int n = 1; n <= 10; n++) {
        traced("orders-" + n, 20 + random.nextInt(200), random.nextInt(3), 20);
      }
      compare();
      for (int n = 1; n <= 10; n++) {
        assertThat(slowness("orders-" + n)).isZero();
        assertThat(failures("orders-" + n)).isZero();
      }
    }
  }

  @Test
  void slownessThatPassesWithinASlot_costsNothing() {
    tenInstances(20, 100);
    tenInstances(100, 30);
    assertThat(slowness("orders-10")).isZero();
  }

  @Test
  void failing_beyondItsPeers_losesTheDifference() {
    for (int i = 0; i < 5; i++) {
      for (int n = 1; n <= 5; n++) {
        traced("orders-" + n, 100, n == 5 ? 55 : 10, 20);
      }
      compare();
    }
    assertThat(failures("orders-5")).isCloseTo(0.5, within(1e-9));
    assertThat(failures("orders-4")).isZero();
    Standing told = service.get("orders-5").told();
    assertThat(told.errorPeers()).isEqualTo(5);
    assertThat(told.errorRate()).isCloseTo(0.55, within(1e-9));
    assertThat(told.peerErrorRate()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void withoutSpans_reportedErrorsAreCompared() {
    for (int i = 0; i < 5; i++) {
      for (int n = 1; n <= 4; n++) {
        add("orders-" + n, Traffic.reported(100, n == 4 ? 100 : 0));
      }
      compare();
    }
    assertThat(failures("orders-4")).isEqualTo(PeerRules.MAX_LOSS);
    assertThat(service.get("orders-4").told().latencyPeers()).isZero();
  }

  @Test
  void twoInstances_areNotCompared() {
    for (int i = 0; i < 5; i++) {
      traced("orders-1", 100, 0, 20);
      traced("orders-2", 100, 90, 900);
      compare();
    }
    assertThat(failures("orders-2")).isZero();
    assertThat(slowness("orders-2")).isZero();
    assertThat(service.get("orders-2").told()).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void standing_isToldWhenItChangesAndEveryHalfMinute() {
    int told = 0;
    for (int i = 0; i < 24; i++) {
      for (int n = 1; n <= 3; n++) {
        traced("orders-" + n, 100, 0, 20);
      }
      slot += Slot.MILLIS;
      for (PeerRules.Result result : PeerRules.compare(service.entrySet(), slot)) {
        service.put(result.instanceId(), result.next());
        told += result.told() ? 1 : 0;
      }
    }
    assertThat(told).isEqualTo(3 * 4);
  }

  @Test
  void order_ofTraffic_makesNoDifference() {
    PeerTraffic forth = PeerTraffic.NONE;
    PeerTraffic back = PeerTraffic.NONE;
    for (int i = 0; i < 4; i++) {
      forth = forth.plus(reported(START + i * Slot.MILLIS, i));
      back = back.plus(reported(START + (3 - i) * Slot.MILLIS, 3 - i));
    }
    assertThat(forth.slots()).isEqualTo(back.slots());
  }

  private static TrafficEvent reported(long slotMillis, long calls) {
    return new TrafficEvent(
        "shop", "orders", "orders-1", slotMillis, 0, 0, Traffic.reported(calls, 0));
  }

  @Test
  void trafficFarAhead_isBoundedAndNotLost() {
    PeerTraffic known = PeerTraffic.NONE;
    for (int i = 0; i < 100; i++) {
      known = known.plus(reported(START + i * Slot.MILLIS, 1));
    }
    assertThat(known.slots()).hasSize(PeerTraffic.MAX_SLOTS);
    assertThat(known.within(0, Long.MAX_VALUE).calls()).isEqualTo(100);
  }

  @Test
  void beatThatIsSentAgain_isKnown() {
    TrafficEvent first = beat(START, 10, 1);
    PeerTraffic known = PeerTraffic.NONE.plus(first).plus(beat(START, 10, 2));

    assertThat(known.knows(first)).isTrue();
    assertThat(known.knows(beat(START, 10, 2))).isTrue();
    assertThat(known.knows(beat(START, 10, 3))).isFalse();
    assertThat(known.knows(beat(START, 9, 99))).isTrue();
    assertThat(known.knows(beat(START, 11, 1))).isFalse();
    assertThat(known.knows(beat(START + 65_000, 9, 1))).isFalse();
  }

  private static TrafficEvent beat(long slotMillis, long started, long sequence) {
    return new TrafficEvent(
        "shop", "orders", "orders-1", slotMillis, started, sequence, Traffic.reported(1, 0));
  }
}
