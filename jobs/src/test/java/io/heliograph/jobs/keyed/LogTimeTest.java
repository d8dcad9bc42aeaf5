/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LogTimeTest {
  private static final long NOW = 1_700_000_000_000L;

  @Test
  void of_isTheKafkaTimestamp_unlessThatIsOverAMinuteAhead() {
    assertThat(LogTime.of(5, NOW)).isEqualTo(5);
    assertThat(LogTime.of(NOW + 60_000, NOW)).isEqualTo(NOW + 60_000);
    assertThat(LogTime.of(NOW + 60_001, NOW)).isEqualTo(NOW);
  }

  @Test
  void millis_ofNothingSaid_isTheAlternative() {
    assertThat(LogTime.millis(0, NOW)).isEqualTo(NOW);
  }

  @Test
  void millis_beyondTheYear2262_isTheLastThatFits() {
    assertThat(LogTime.millis(1_999_999, NOW)).isEqualTo(1);
    assertThat(LogTime.millis(-1, NOW)).isEqualTo(Long.MAX_VALUE / 1_000_000);
  }

  @Test
  void revision_growsWithTheLogAndWithinAMilli() {
    long first = Revision.next(0, NOW);

    assertThat(Revision.next(first, NOW)).isEqualTo(first + 1);
    assertThat(Revision.next(first, NOW - 5_000)).isEqualTo(first + 1);
    assertThat(Revision.next(0, NOW + 1)).isGreaterThan(Revision.next(first, NOW));
    assertThat(Revision.next(0, -1)).isEqualTo(1);
  }

  @Test
  void keys_ofDifferentNames_differ() {
    assertThat(Keys.of("a", "bc")).isNotEqualTo(Keys.of("ab", "c"));
    assertThat(Keys.of("a/b", "c")).isNotEqualTo(Keys.of("a", "b/c"));
    assertThat(Keys.of("", "a")).isNotEqualTo(Keys.of("a", ""));
  }
}
