/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.benchmarks.load.Target.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Templates TEMPLATES = Templates.otlp();
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void closedLoop_allTaken_acceptedIsWhatWasSent() throws Exception {
    FakeTarget target = new FakeTarget(n -> Answer.taken(0));
    try (Load load = new Load(target, TEMPLATES, 4, 1)) {
      Tally tally = load.closedLoop(SHORT);

      assertThat(tally.accepted()).isPositive().isEqualTo(target.requests() / 8L * Round.SPANS);
      assertThat(tally.rejected() + tally.failed() + tally.retries()).isZero();
      assertThat(tally.rate()).isPositive();
    }
  }

  @Test
  void closedLoop_retryLater_sentAgainAndCountedOnce() throws Exception {
    FakeTarget target =
        new FakeTarget(n -> n % 5 == 0 ? Answer.retryLater("busy") : Answer.taken(0));
    try (Load load = new Load(target, TEMPLATES, 4, 1)) {
      Tally tally = load.closedLoop(SHORT);

      assertThat(tally.retries()).isPositive();
      assertThat(tally.failed()).isZero();
      assertThat(tally.accepted() % Round.SPANS).isZero();
      assertThat((target.requests() - tally.retries()) * Round.SPANS / 8)
          .isEqualTo(tally.accepted());
    }
  }

  @Test
  void closedLoop_refusals_rejectedAndFailedAreKeptApart() throws Exception {
    FakeTarget target =
        new FakeTarget(n -> n == 0 ? Answer.failed("no such method") : Answer.taken(1));
    try (Load load = new Load(target, TEMPLATES, 4, 1)) {
      Tally tally = load.closedLoop(SHORT);

      assertThat(tally.failed()).isEqualTo(256);
      assertThat(tally.failure()).isEqualTo("no such method");
      assertThat(tally.rejected()).isEqualTo(target.requests() - 1L);
      assertThat((tally.accepted() + tally.rejected() + tally.failed()) % Round.SPANS).isZero();
    }
  }

  @Test
  void openLoop_rate_keptAndEveryRoundObserved() throws Exception {
    AtomicInteger observed = new AtomicInteger();
    try (Load load = new Load(new FakeTarget(n -> Answer.taken(0)), TEMPLATES, 4, 1)) {
      Tally tally =
          load.openLoop(
              Duration.ofMillis(500), 40 * Round.SPANS, (round, due) -> observed.incrementAndGet());

      assertThat(tally.accepted()).isEqualTo((long) observed.get() * Round.SPANS);
      assertThat(observed.get()).isBetween(1, 20); // 40 rounds/s for half a second; fewer if slow
    }
  }
}
