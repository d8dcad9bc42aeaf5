/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import static io.heliograph.jobs.ratelimit.AReport.ORDERS_1;
import static io.heliograph.jobs.ratelimit.AReport.ORDERS_2;
import static io.heliograph.jobs.ratelimit.AReport.WINDOW;
import static io.heliograph.jobs.ratelimit.AReport.arriving;
import static io.heliograph.jobs.ratelimit.AReport.by;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateLimitRulesTest {
  private static final long NO_WATERMARK = Long.MIN_VALUE;
  private static final long LATENESS = 600_000;

  private final RateLimitRules rules = new RateLimitRules(Duration.ofMillis(LATENESS));

  @Test
  void reporters_areSummed() {
    WindowState one = RateLimitRules.onReport(null, null, by(ORDERS_1, 10, 1));
    WindowState two = RateLimitRules.onReport(one, null, by(ORDERS_2, 5, 2));

    assertThat(two.admitted()).isEqualTo(15);
    assertThat(two.denied()).isEqualTo(3);
    assertThat(two.reporters()).isEqualTo(2);
    assertThat(two.limit()).isEqualTo(100);
    assertThat(two.dirty()).isTrue();
  }

  @Test
  void reportersLaterReport_replacesItsEarlierOne() {
    Usage early = by(ORDERS_1, 10, 1);
    WindowState one = RateLimitRules.onReport(null, null, early);
    WindowState two = RateLimitRules.onReport(one, early.report(), by(ORDERS_1, 12, 0));

    assertThat(two.admitted()).isEqualTo(12);
    assertThat(two.denied()).isZero();
    assertThat(two.reporters()).isEqualTo(1);
  }

  @Test
  void repeatedReport_countsOnce() {
    Usage report = by(ORDERS_1, 10, 1);
    WindowState one = RateLimitRules.onReport(null, null, report);

    assertThat(RateLimitRules.onReport(one, report.report(), report)).isSameAs(one);
  }

  @Test
  void lateness_endsTenMinutesAfterTheSecond() {
    long closes = WINDOW + 1_000 + LATENESS;
    Usage last = arriving(closes - 1, ORDERS_1, 1, 0);
    Usage late = arriving(closes, ORDERS_1, 1, 0);

    assertThat(rules.refusal(null, null, last, NO_WATERMARK)).isEmpty();
    assertThat(rules.isLate(late, NO_WATERMARK)).isTrue();
    assertThat(rules.refusal(null, null, late, NO_WATERMARK))
        .isEqualTo("window_start_unix_nano is over 600 s before its arrival");
  }

  @Test
  void lateness_isAlsoJudgedByTheWatermark_soThatAClosedSecondStaysClosed() {
    Usage usage = by(ORDERS_1, 1, 0);

    assertThat(rules.isLate(usage, WINDOW + 1_000 + LATENESS - 1)).isFalse();
    assertThat(rules.isLate(usage, WINDOW + 1_000 + LATENESS)).isTrue();
  }

  @Test
  void secondFarAhead_isRefused() {
    Usage minute = arriving(WINDOW - 60_000, ORDERS_1, 1, 0);
    Usage more = arriving(WINDOW - 60_001, ORDERS_1, 1, 0);

    assertThat(rules.refusal(null, null, minute, NO_WATERMARK)).isEmpty();
    assertThat(rules.refusal(null, null, more, NO_WATERMARK))
        .isEqualTo("window_start_unix_nano is over 60 s after its arrival");
  }

  @Test
  void reporters_areBounded() {
    WindowState window = null;
    for (int i = 0; i < RateLimitRules.MAX_REPORTERS; i++) {
      window = RateLimitRules.onReport(window, null, by("reporter-" + i, 1, 0));
    }
    Usage another = by(ORDERS_1, 1, 0);

    assertThat(rules.refusal(window, null, another, NO_WATERMARK))
        .isEqualTo("window has 4096 reporters, the most that are summed");
    assertThat(rules.refusal(window, new Report(100, 1, 0), another, NO_WATERMARK)).isEmpty();
  }

  @Test
  void row_hasAGrowingRevision() {
    WindowState one = RateLimitRules.onReport(null, null, by(ORDERS_1, 10, 1));
    WindowRow first = RateLimitRules.row(one);
    WindowState sent = RateLimitRules.sent(one, first);
    WindowState two = RateLimitRules.onReport(sent, null, by(ORDERS_2, 5, 2));

    assertThat(sent.dirty()).isFalse();
    assertThat(first)
        .isEqualTo(
            new WindowRow(
                WINDOW, "default", "checkout", "merchant-7", 100, 10, 1, (WINDOW + 1_200) * 1_000));
    assertThat(RateLimitRules.row(two).revision()).isEqualTo(first.revision() + 1);
  }
}
