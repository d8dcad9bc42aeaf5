/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ToldTracesTest {
  private static final long EXPIRY = 1_000;

  @Test
  void neverDeniesATraceThatHasNotExpired() {
    ToldTraces told = new ToldTraces(EXPIRY, 0);
    Random random = new Random(1);
    TraceId[] ids = new TraceId[5_000];
    for (int i = 0; i < ids.length; i++) { // one each millisecond: through several turns
      ids[i] = new TraceId(random.nextLong(), random.nextLong());
      told.add(ids[i], i);
      for (int back = 0; back <= Math.min(i, EXPIRY); back += 37) {
        assertThat(told.mayHold(ids[i - back])).isTrue();
      }
    }
  }

  @Test
  void deniesNearlyAllThatAreNew() {
    ToldTraces told = new ToldTraces(EXPIRY, 0);
    Random random = new Random(2);
    for (int i = 0; i < 1_000_000; i++) {
      told.add(new TraceId(0, random.nextLong()), 0);
    }
    assertThat(
            LongStream.range(0, 100_000)
                .filter(i -> told.mayHold(new TraceId(1, random.nextLong())))
                .count())
        .isLessThan(1_500);
  }

  @Test
  void forgetsWhatHasExpired() {
    ToldTraces told = new ToldTraces(EXPIRY, 0);
    TraceId old = new TraceId(3, 4);
    told.add(old, 0);
    told.add(new TraceId(5, 6), EXPIRY);
    told.add(new TraceId(7, 8), 2 * EXPIRY);

    assertThat(told.mayHold(old)).isFalse();
  }
}
