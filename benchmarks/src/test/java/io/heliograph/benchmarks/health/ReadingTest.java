/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static Reading at(long seconds, long stored, double cpu) {
    return new Reading(seconds * 1_000_000_000L, stored, Map.of("job", cpu));
  }

  @Test
  void span_warmUpAndLastCheckpoint_leftOut() {
    List<Reading> readings =
        List.of(at(1, 50, 9), at(2, 100, 10), at(4, 200, 11), at(6, 300, 12), at(9, 400, 20));

    Reading.Span span = Reading.span(readings, 100, 400).orElseThrow();

    assertThat(span.heartbeats()).isEqualTo(200);
    assertThat(span.seconds()).isEqualTo(4);
    assertThat(span.perSecond()).isEqualTo(50);
    assertThat(span.cpuPerMillion("job")).isEqualTo(10_000);
  }

  @Test
  void span_oneReadingOnly_none() {
    assertThat(Reading.span(List.of(at(1, 50, 1), at(2, 400, 2)), 40, 400)).isEmpty();
  }
}
