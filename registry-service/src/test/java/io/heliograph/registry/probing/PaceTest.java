/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time goes on by 50 ms at a time, as it does in a node. */
class PaceTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final long TICK = 50;

  @Test
  void interval_eachOnce_spreadEvenly() {
    Roster roster = roster(1_000);
    Pace pace = new Pace(10_000, 1_000, 0);

    Map<String, Integer> probed = new HashMap<>();
    for (int second = 0; second < 10; second++) {
      int now = 0;
      for (Target target : pass(pace, roster, 1_000)) {
        probed.merge(target.id(), 1, Integer::sum);
        now++;
      }
      assertThat(now).isBetween(60, 140); // 100 and four deviations
    }
    assertThat(probed).hasSizeBetween(999, 1_000); // the last one may be due with the next tick
    assertThat(probed.values()).containsOnly(1);
  }

  @Test
  void start_anywhere_eachOnceInATurn() {
    Roster roster = roster(50);
    for (String node : List.of("a", "b", "c")) {
      Pace pace = new Pace(10_000, 1_000, Choice.hash(node));
      List<String> twoTurns = pass(pace, roster, 20_100).stream().map(Target::id).toList();
      for (int i = 0; i < 50; i++) {
        String id = "orders-" + i;
        assertThat(twoTurns.stream().filter(id::equals).count()).isBetween(2L, 3L);
      }
    }
  }

  @Test
  void moreThanTheRateAllows_theIntervalStretches_andNoneIsLeftOut() {
    Roster roster = roster(5_000);
    Pace pace = new Pace(10_000, 100, 7);

    int most = 0;
    List<Target> probed = new ArrayList<>();
    for (int second = 0; second < 51; second++) {
      List<Target> some = pass(pace, roster, 1_000);
      most = Math.max(most, some.size());
      probed.addAll(some);
    }
    assertThat(pace.turnMillis()).isEqualTo(50_000);
    assertThat(most).isLessThanOrEqualTo(120); // the rate, and what may be made up for
    assertThat(probed.stream().map(Target::id).distinct().count()).isEqualTo(5_000);
    assertThat(pace.leftOut()).isZero();
    assertThat(pace.lagMillis()).isLessThan(5_000);
  }

  @Test
  void noneCanBeProbed_whatIsLateByATurnIsLeftOut_andCounted() {
    Roster roster = roster(100);
    Pace pace = new Pace(10_000, 1_000, 0);

    for (int tick = 0; tick < 250; tick++) { // nobody takes any
      pace.pass(TICK, roster);
    }
    assertThat(pace.lagMillis()).isBetween(9_990L, 10_000L);
    assertThat(pace.leftOut()).isBetween(10L, 40L);
    long leftOut = pace.leftOut();
    assertThat(pass(pace, roster, 1_000)).hasSizeBetween(100, 125); // caught up
    assertThat(pace.lagMillis()).isZero();
    assertThat(pace.leftOut()).isBetween(leftOut, leftOut + 2);
  }

  @Test
  void others_comeAndGo_eachKeepsItsTime() {
    Pace pace = new Pace(10_000, 1_000, 0);
    Roster few = roster(10);
    Roster many = roster(500);
    Map<String, Integer> probed = new HashMap<>();
    for (int second = 0; second < 10; second++) {
      pass(pace, second % 2 == 0 ? few : many, 1_000)
          .forEach(target -> probed.merge(target.id(), 1, Integer::sum));
    }
    pass(pace, few, TICK).forEach(target -> probed.merge(target.id(), 1, Integer::sum));
    for (int i = 0; i < 10; i++) {
      assertThat(probed).containsEntry("orders-" + i, 1);
    }
  }

  @Test
  void emptyRoster_nothing() {
    Pace pace = new Pace(10_000, 1_000, 0);
    assertThat(pass(pace, Roster.EMPTY, 30_000)).isEmpty();
    assertThat(pace.leftOut()).isZero();
  }

  @Test
  void roster_samePlace_bothAreProbed() {
    Roster roster =
        new Roster(
            List.of(
                new Target(ORDERS, "x", 99L << 40),
                new Target(ORDERS, "y", 99L << 40),
                new Target(ORDERS, "z", -1)));
    long first = roster.next(0);
    long second = roster.next(first + 1);
    long third = roster.next(second + 1);

    assertThat(List.of(roster.at(first).id(), roster.at(second).id(), roster.at(third).id()))
        .containsExactly("x", "y", "z");
    assertThat(roster.next(third + 1)).isEqualTo(Roster.TURN + first);
    assertThat(roster.between(0, Roster.TURN)).isEqualTo(3);
    assertThat(roster.between(second, 3 * Roster.TURN + second + 1)).isEqualTo(10);
    assertThat(roster.between(second, Roster.TURN + first)).isEqualTo(2);
  }

  private static List<Target> pass(Pace pace, Roster roster, long millis) {
    List<Target> due = new ArrayList<>();
    for (long passed = 0; passed < millis; passed += TICK) {
      pace.pass(TICK, roster);
      for (Optional<Target> next = pace.take(roster); next.isPresent(); next = pace.take(roster)) {
        due.add(next.get());
      }
    }
    return due;
  }

  private static Roster roster(int instances) {
    return new Roster(
        IntStream.range(0, instances)
            .mapToObj(i -> "orders-" + i)
            .map(id -> new Target(ORDERS, id, Choice.hash(ORDERS, id)))
            .toList());
  }
}
