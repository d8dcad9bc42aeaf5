/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF = Backoff.of(Duration.ofNanos(100), Duration.ofNanos(1_000));

  @Test
  void pause_withoutJitter_doublesUpToTheLimit() {
    assertThat(BACKOFF.pauseNanos(1, 1)).isEqualTo(100);
    assertThat(BACKOFF.pauseNanos(2, 1)).isEqualTo(200);
    assertThat(BACKOFF.pauseNanos(4, 1)).isEqualTo(800);
    assertThat(BACKOFF.pauseNanos(5, 1)).isEqualTo(1_000);
    assertThat(BACKOFF.pauseNanos(1_000_000, 1)).isEqualTo(1_000);
  }

  @Test
  void pause_fullJitter_isHalf() {
    assertThat(BACKOFF.pauseNanos(2, 0)).isEqualTo(100);
    assertThat(BACKOFF.pauseNanos(1_000_000, 0)).isEqualTo(500);
  }
}
