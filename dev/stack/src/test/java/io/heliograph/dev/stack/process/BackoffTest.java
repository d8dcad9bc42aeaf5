/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SHORT = Duration.ofSeconds(2);

  @Test
  void delay_afterLongLife_isNone() {
    assertThat(Backoff.NONE.afterLifeOf(Backoff.PROVEN).delay()).isZero();
  }

  @Test
  void delay_earlyDeaths_doublesUpToTheMost() {
    Backoff backoff = Backoff.NONE.afterLifeOf(SHORT);
    assertThat(backoff.delay()).isEqualTo(Duration.ofSeconds(1));
    backoff = backoff.afterLifeOf(SHORT).afterLifeOf(SHORT);
    assertThat(backoff.delay()).isEqualTo(Duration.ofSeconds(4));
    for (int i = 0; i < 100; i++) {
      backoff = backoff.afterLifeOf(SHORT);
    }
    assertThat(backoff.delay()).isEqualTo(Backoff.MOST);
  }

  @Test
  void delay_longLifeAfterEarlyDeaths_isForgiven() {
    assertThat(new Backoff(7).afterLifeOf(Duration.ofHours(1))).isEqualTo(Backoff.NONE);
  }
}
