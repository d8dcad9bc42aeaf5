/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint of the version whose keys were written by Flink's own serializer, and which kept the
 * time of an instance's timer in a state by itself: two beats of orders-1, and one of orders-2,
 * which promises the next within a minute; log time had come to the second beat.
 */
final class HealthUpgradeTest {
  private static final long FORGET = 3_600_000;

  private RestoredHealth health;

  @BeforeEach
  void restore() throws Exception {
    health = new RestoredHealth("/state/health-2.snapshot");
  }

  @AfterEach
  void close() throws Exception {
    health.close();
  }

  @Test
  void timers_areTheFormerOnes_andEachRings() throws Exception {
    assertThat(health.timers()).isEqualTo(2);

    health.hear(ABeat.number(3));
    assertThat(health.timers()).isEqualTo(2);
    health.logTime(START + 400_000);

    assertThat(health.changes("orders-1"))
        .containsExactly("40000 UP>SUSPECT", "60000 SUSPECT>DOWN");
    assertThat(health.changes("orders-2"))
        .containsExactly("120000 UP>SUSPECT", "240000 SUSPECT>DOWN");
    health.logTime(START + 4 * 60_000 + FORGET);
    assertThat(health.instances()).isZero();
    assertThat(health.timers()).isZero();
  }

  @Test
  void instanceThatBeats_staysUp_withOneTimer_andOneState() throws Exception {
    for (long n = 3; n <= 30; n++) {
      health.hear(ABeat.number(n));
      health.hear(ABeat.number(n).of("orders", "orders-2").every(60_000));
      health.logTime(START + (n - 1) * INTERVAL);
      assertThat(health.timers()).isEqualTo(2);
    }

    assertThat(health.instances()).isEqualTo(2);
    assertThat(health.changes("orders-1")).isEmpty();
    assertThat(health.changes("orders-2")).isEmpty();
  }

  @Test
  void shorterPromise_movesTheFormerTimerForward() throws Exception {
    health.hear(ABeat.number(3).every(1_000));
    health.hear(ABeat.number(3).of("orders", "orders-2").every(1_000));
    health.logTime(START + 2 * INTERVAL + 2_000);

    assertThat(health.changes("orders-1")).containsExactly("22000 UP>SUSPECT");
    assertThat(health.changes("orders-2")).containsExactly("22000 UP>SUSPECT");
    assertThat(health.timers()).isEqualTo(2);
  }

  /** Of the former version's state as it was, of ours, and of both in one. */
  @Test
  void checkpoint_ofTheUpgradedJob_isRestored() throws Exception {
    health.hear(ABeat.number(3));
    health.restart();

    health.logTime(START + 400_000);

    assertThat(health.changes("orders-1"))
        .containsExactly("40000 UP>SUSPECT", "60000 SUSPECT>DOWN");
    assertThat(health.changes("orders-2"))
        .containsExactly("120000 UP>SUSPECT", "240000 SUSPECT>DOWN");
    assertThat(health.instances()).isEqualTo(2);
    assertThat(health.timers()).isEqualTo(2);
  }
}
