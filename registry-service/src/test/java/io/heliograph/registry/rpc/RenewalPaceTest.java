/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LongSummaryStatistics;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalPaceTest {
  private static final int LEASE_SECONDS = 60;

  private final AtomicLong renewals = new AtomicLong();
  private double random;
  private final RenewalPace pace = new RenewalPace(renewals::get, () -> random);

  @ParameterizedTest
  @CsvSource({"1, 333", "10, 3333", "60, 20000", "3600, 1200000"})
  void afterMillis_idle_isAThirdOfTheLease(int leaseSeconds, long millis) {
    assertThat(pace.afterMillis(leaseSeconds)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 20000",
    "20000, 20000",
    "22000, 22000",
    "25000, 25000",
    "30000, 30000",
    "31000, 30000",
    "1000000, 30000"
  })
  void afterMillis_underLoad_stretchesWithIt_toHalfOfTheLease(long perSecond, long millis) {
    tick(perSecond);

    assertThat(pace.afterMillis(LEASE_SECONDS)).isEqualTo(millis);
  }

  @Test
  void afterMillis_loadThatIsOver_isForgottenInASecond() {
    tick(1_000_000);
    tick(0);

    assertThat(pace.afterMillis(LEASE_SECONDS)).isEqualTo(20_000);
  }

  @Test
  void afterMillis_isSpreadByATenth_earlierOnly() {
    random = 0.5;
    assertThat(pace.afterMillis(LEASE_SECONDS)).isEqualTo(19_000);
    tick(1_000_000);
    assertThat(pace.afterMillis(LEASE_SECONDS)).isEqualTo(28_500);
    random = Math.nextDown(1.0);
    assertThat(pace.afterMillis(LEASE_SECONDS)).isEqualTo(27_000);
  }

  @Test
  void afterMillis_thoseThatBeganTogether_goOnApart() {
    RenewalPace real = new RenewalPace(renewals::get);
    LongSummaryStatistics told =
        LongStream.range(0, 1_000)
            .map(owner -> real.afterMillis(LEASE_SECONDS))
            .summaryStatistics();

    assertThat(told.getMin()).isBetween(18_000L, 18_200L);
    assertThat(told.getMax()).isBetween(19_800L, 20_000L);
  }

  /** A second has passed, in which there were so many. */
  private void tick(long perSecond) {
    renewals.addAndGet(perSecond);
    pace.tick();
  }
}
