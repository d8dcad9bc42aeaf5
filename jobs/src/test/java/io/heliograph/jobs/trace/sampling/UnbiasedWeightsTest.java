/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Estimates from weights against the truth, over skewed mixes: few services have most of the
 * traces, durations have a heavy tail, errors come in bursts, traffic doubles and halves. What is
 * compared over all runs must agree better than in one of them: that is what unbiased means. Few
 * errors are kept where no policy asks for them, hence their greater tolerance.
 */
class UnbiasedWeightsTest {
  private static final int MINUTES = 8;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "errors,findings,slow=0.99,rate=20,share=0.02 | 1 | 2",
        "errors,findings,slow=0.99,rate=20,share=0.02 | 4 | 2",
        "slow=0.9,rate=50 | 1 | 3",
        "rate=20 | 2 | 4",
        "errors,share=0.05 | 1 | 2",
      })
  void estimates_ofCountAndMeanDuration_areWithinAFewPercent(
      String policies, int subtasks, double percent) {
    Sums sums = new Sums();
    for (int seed = 1; seed <= 12; seed++) {
      Sums run = run(SamplingSettings.parse(policies), subtasks, seed);
      assertThat(run.weights).isCloseTo(run.traces, Offset.offset(4 * run.standardError()));
      sums.add(run);
    }

    assertThat(sums.weights).isCloseTo(sums.traces, Offset.offset(3 * sums.standardError()));
    assertThat(sums.weights).isCloseTo(sums.traces, Percentage.withPercentage(percent));
    assertThat(sums.weightedMillis / sums.weights)
        .isCloseTo(sums.millis / sums.traces, Percentage.withPercentage(percent));
    assertThat(sums.weightedErrors).isCloseTo(sums.errors, Percentage.withPercentage(5 * percent));
    assertThat(sums.kept).as("of %s", sums.traces).isLessThan(sums.traces / 4);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void estimates_withRevisionsThatRaise_stayUnbiased(int seed) {
    TailSampler sampler = new TailSampler(SamplingSettings.parse("errors,share=0.05"), 1);
    SplittableRandom random = new SplittableRandom(seed);
    double weights = 0;
    double failed = 0;
    for (int i = 0; i < 100_000; i++) {
      ATraceSummary trace = ATraceSummary.order(random.nextLong());
      Keep keep = sampler.decide(trace.build());
      if (i % 10 == 0) {
        keep = sampler.revise(keep, trace.thatFailed().build());
        keep = sampler.revise(keep, trace.build());
        failed += keep.weight();
      }
      weights += keep.weight();
    }

    assertThat(failed).isEqualTo(10_000);
    assertThat(weights).isCloseTo(100_000, Offset.offset(4_000.0));
  }

  private static Sums run(SamplingSettings settings, int subtasks, int seed) {
    TailSampler[] samplers = new TailSampler[subtasks];
    for (int i = 0; i < subtasks; i++) {
      samplers[i] = new TailSampler(settings, subtasks);
    }
    SplittableRandom random = new SplittableRandom(seed);
    Sums sums = new Sums();
    for (int minute = 0; minute < MINUTES; minute++) {
      int traces = 4_000 << (minute % 3);
      for (int i = 0; i < traces; i++) {
        int service = (int) (10 * Math.pow(random.nextDouble(), 3));
        double millis = (5 + 20 * service) * Math.pow(1 - random.nextDouble(), -0.4);
        boolean failed = random.nextInt(1_000) < (minute == 3 ? 200 : 5);
        TraceSummary trace =
            new TraceSummary(
                random.nextLong(),
                "service-" + service,
                "operation-" + random.nextInt(3),
                (long) (millis * 1e6),
                failed,
                random.nextInt(50) == 0 ? 1 : 0,
                ATraceSummary.TEN_O_CLOCK + minute * 60_000L - random.nextInt(5_000));
        Keep keep =
            samplers[(int) Long.remainderUnsigned(trace.traceLow(), subtasks)].decide(trace);
        sums.count(keep, millis, failed);
      }
    }
    return sums;
  }

  private static final class Sums {
    private double traces;
    private double kept;
    private double millis;
    private double errors;
    private double weights;
    private double weightedMillis;
    private double weightedErrors;
    private double variance;

    void count(Keep keep, double took, boolean failed) {
      traces++;
      kept += keep.kept() ? 1 : 0;
      millis += took;
      errors += failed ? 1 : 0;
      weights += keep.weight();
      variance += keep.weight() * (keep.weight() - 1);
      weightedMillis += keep.weight() * took;
      weightedErrors += failed ? keep.weight() : 0;
    }

    /** Of the number of traces, as Horvitz and Thompson estimate it for independent draws. */
    double standardError() {
      return Math.sqrt(variance);
    }

    void add(Sums other) {
      traces += other.traces;
      kept += other.kept;
      millis += other.millis;
      errors += other.errors;
      weights += other.weights;
      variance += other.variance;
      weightedMillis += other.weightedMillis;
      weightedErrors += other.weightedErrors;
    }
  }
}
