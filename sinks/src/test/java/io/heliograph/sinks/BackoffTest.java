/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

  private final Random random = new Random(7);

  @Test
  void millis_doublesUpToTheLongest() {
    long[] ceilings = {100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000};
    for (int failures = 1; failures <= ceilings.length; failures++) {
      long ceiling = ceilings[failures - 1];
      for (int i = 0; i < 1_000; i++) {
        assertThat(BACKOFF.millis(failures, random)).isBetween(ceiling / 10, ceiling);
      }
    }
  }

  @Test
  void millis_afterAnyNumberOfFailures_staysInRange() {
    assertThat(BACKOFF.millis(Integer.MAX_VALUE, random)).isBetween(1_000L, 10_000L);
  }
}
