/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.v1.ProtectionChange.PROTECTION_CHANGE_FROZEN;
import static io.heliograph.v1.ProtectionChange.PROTECTION_CHANGE_LIFTED;
import static io.heliograph.v1.ProtectionChange.PROTECTION_CHANGE_TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.v1.Location;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProtectionRulesTest {
  private static final long NOW = 1_795_435_200_000L;

  private static ProtectionNotice.Builder orders(ProtectionChange change, int silent) {
    return ProtectionNotice.newBuilder()
        .setNamespace("shop")
        .setService("orders")
        .setNodeId("n1")
        .setChange(change)
        .setSilent(silent)
        .setInstances(10)
        .setHoldSeconds(300)
        .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(NOW - 5));
  }

  @Test
  void event_frozenAndLifted_oneEach_withWhoAndHowMany() {
    assertThat(ProtectionRules.event(orders(PROTECTION_CHANGE_FROZEN, 9).build(), NOW))
        .isEqualTo(
            new ProtectionEvent(
                NOW - 5,
                "shop",
                "orders",
                "",
                "PROTECTED",
                10,
                "protection: 9 of 10 instances of orders are silent; node n1 takes none out for up"
                    + " to 300 s"));
    assertThat(ProtectionRules.event(orders(PROTECTION_CHANGE_LIFTED, 1).build(), NOW))
        .isEqualTo(
            new ProtectionEvent(
                NOW - 5,
                "shop",
                "orders",
                "PROTECTED",
                "RELEASED",
                90,
                "protection: 1 of 10 instances of orders are silent; node n1 takes silent ones out"
                    + " again"));
  }

  @Test
  void event_timeOver_saysThatTheyGoAfterAll() {
    assertThat(ProtectionRules.event(orders(PROTECTION_CHANGE_TIMED_OUT, 9).build(), NOW).reason())
        .isEqualTo(
            "protection: 9 of 10 instances of orders are silent; node n1 has waited for 300 s and"
                + " takes them out bit by bit");
  }

  @Test
  void event_ofARoom_isOfNoService() {
    ProtectionNotice notice =
        orders(PROTECTION_CHANGE_FROZEN, 10)
            .setNamespace("")
            .setService("")
            .setLocation(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a"))
            .build();
    ProtectionEvent event = ProtectionRules.event(notice, NOW);

    assertThat(ProtectionRules.problem(notice)).isEmpty();
    assertThat(event.namespace()).isEmpty();
    assertThat(event.service()).isEmpty();
    assertThat(event.score()).isZero();
    assertThat(event.reason()).contains("10 of 10 instances of room sh/sh-1/a are silent");
  }

  @Test
  void event_clockOfTheNodeIsWrong_timeOfTheLog() {
    for (long wrong : new long[] {NOW + 1, NOW - ProtectionRules.OLDEST_MILLIS - 1, 0}) {
      ProtectionNotice notice =
          orders(PROTECTION_CHANGE_FROZEN, 9)
              .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(wrong))
              .build();
      assertThat(ProtectionRules.event(notice, NOW).timeMillis()).isEqualTo(NOW);
    }
  }

  @Test
  void problem_badNotice_namesTheField() {
    assertThat(ProtectionRules.problem(orders(PROTECTION_CHANGE_FROZEN, 9).build())).isEmpty();
    assertThat(problem(orders(PROTECTION_CHANGE_FROZEN, 11)))
        .isEqualTo("silent must be 0 to 10, is 11");
    assertThat(problem(orders(PROTECTION_CHANGE_FROZEN, 9).setChangeValue(7)))
        .isEqualTo("change is unknown: 7");
    assertThat(problem(orders(PROTECTION_CHANGE_FROZEN, 9).setNodeId("")))
        .isEqualTo("node_id must be 1 to 255 bytes, has 0");
    assertThat(problem(orders(PROTECTION_CHANGE_FROZEN, 9).setService("")))
        .isEqualTo("service must be given, or location.room");
    assertThat(problem(orders(PROTECTION_CHANGE_FROZEN, 9).setService("x".repeat(300))))
        .isEqualTo("service must be at most 255 bytes, has 300");
  }

  private static String problem(ProtectionNotice.Builder notice) {
    return ProtectionRules.problem(notice.build());
  }
}
