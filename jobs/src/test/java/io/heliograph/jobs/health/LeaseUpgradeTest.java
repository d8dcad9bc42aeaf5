/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint of the first version that knew leases: its states are of version 3, were kept as
 * records and not as blocks, and have their timers in a state beside them. Two beats each of
 * orders-1, of orders-2, which promises the next within a minute, and of the lease of orders-3; log
 * time had come to the second ones.
 */
final class LeaseUpgradeTest {
  private static final long REGISTERED = START - 60_000;

  private RestoredHealth health;

  @BeforeEach
  void restore() throws Exception {
    health = new RestoredHealth("/state/health-3.snapshot");
  }

  @AfterEach
  void close() throws Exception {
    health.close();
  }

  private static ABeat lease(long number) {
    return ABeat.number(number).of("orders", "orders-3").leased(REGISTERED);
  }

  @Test
  void instances_areKnown_withTheirTimers() throws Exception {
    assertThat(health.instances()).as("states and timers").isEqualTo(6);
    assertThat(health.timers()).isEqualTo(3);

    health.logTime(START + 400_000);

    assertThat(health.changes("orders-1"))
        .containsExactly("30000 UP>SUSPECT", "50000 SUSPECT>DOWN");
    assertThat(health.changes("orders-2"))
        .containsExactly("130000 UP>SUSPECT", "250000 SUSPECT>DOWN");
    assertThat(health.changes("orders-3"))
        .containsExactly("30000 UP>SUSPECT", "50000 SUSPECT>DOWN");
    assertThat(health.instances()).as("timers are in the states").isEqualTo(3);
    assertThat(health.timers()).isEqualTo(3);
  }

  @Test
  void lease_isKnownAsOne() throws Exception {
    health.logTime(START + 400_000);

    assertThat(health.advice("orders-1")).contains(HealthState.DOWN);
    assertThat(health.advice("orders-3")).as("its silence is no advice").isEmpty();
  }

  @Test
  void instancesThatBeat_stayUp() throws Exception {
    for (long n = 3; n <= 30; n++) {
      health.hear(ABeat.number(n));
      health.hear(ABeat.number(n).of("orders", "orders-2").every(60_000));
      health.hear(lease(n));
      health.logTime(START + (n - 1) * INTERVAL);
    }

    assertThat(health.changes("orders-1")).isEmpty();
    assertThat(health.changes("orders-2")).isEmpty();
    assertThat(health.changes("orders-3")).isEmpty();
    assertThat(health.timers()).isEqualTo(3);
  }

  @Test
  void lease_thatEnds_isTheSameRun() throws Exception {
    health.hear(lease(3).left());

    assertThat(health.changes("orders-3")).containsExactly("20000 UP>DOWN");
    assertThat(health.advice("orders-3")).containsExactly(HealthState.DOWN);
  }

  @Test
  void checkpoint_ofTheUpgradedJob_isRestored() throws Exception {
    health.hear(lease(3)); // its state is a block then, the others are as they were
    health.restart();
    health.logTime(START + 400_000);

    assertThat(health.changes("orders-1"))
        .containsExactly("30000 UP>SUSPECT", "50000 SUSPECT>DOWN");
    assertThat(health.changes("orders-3"))
        .containsExactly("40000 UP>SUSPECT", "60000 SUSPECT>DOWN");
    assertThat(health.advice("orders-3")).isEmpty();
  }
}
