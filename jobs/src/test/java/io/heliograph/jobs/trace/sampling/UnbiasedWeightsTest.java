/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Estimates from weights against the truth, over skewed mixes: few services have most of the
 * traces, durations have a heavy tail, errors come in bursts, traffic doubles and halves. How far
 * an estimate is off is told in its own standard errors: none is far off in any run, over all runs
 * they are off to both sides alike, which is what unbiased means, and by about as much as the
 * standard error says, which is what makes it worth telling.
 */
class UnbiasedWeightsTest {
  private static final int MINUTES = 8;
  private static final int RUNS = 12;

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
  void estimates_ofCountMeanDurationAndErrors_areUnbiased(
      String policies, int subtasks, double percent) {
    Sums sums = new Sums();
    Scores traces = new Scores("traces");
    Scores mean = new Scores("mean duration");
    Scores errors = new Scores("errors");
    for (int seed = 1; seed <= RUNS; seed++) {
      Sums run = run(SamplingSettings.parse(policies), subtasks, seed);
      traces.add(run.ofTraces());
      mean.add(run.ofMeanMillis());
      errors.add(run.ofErrors());
      sums.add(run);
    }

    traces.areThoseOfAnUnbiasedEstimate();
    mean.areThoseOfAnUnbiasedEstimate();
    errors.areThoseOfAnUnbiasedEstimate();
    assertThat(sums.ofTraces()).isBetween(-3.0, 3.0);
    assertThat(sums.ofMeanMillis()).isBetween(-3.0, 3.0);
    assertThat(sums.ofErrors()).isBetween(-3.0, 3.0);
    assertThat(sums.weights).isCloseTo(sums.traces, Percentage.withPercentage(percent));
    assertThat(sums.weightedMillis / sums.weights)
        .isCloseTo(sums.millis / sums.traces, Percentage.withPercentage(percent));
    assertThat(sums.kept).as("of %s", sums.traces).isLessThan(sums.traces / 4);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void estimates_withRevisionsThatRaise_stayUnbiased(int seed) {
    TailSampler sampler = new TailSampler(SamplingSettings.parse("errors,share=0.05"), 1);
    SplittableRandom random = new SplittableRandom(seed);
    Sums sums = new Sums();
    for (int i = 0; i < 100_000; i++) {
      ATraceSummary trace = ATraceSummary.order(random.nextLong());
      Keep keep = sampler.decide(trace.build());
      boolean failed = i % 10 == 0;
      if (failed) {
        keep = sampler.revise(keep, trace.thatFailed().build());
        keep = sampler.revise(keep, trace.build());
      }
      sums.count(keep, 1, failed);
    }

    assertThat(sums.weightedErrors).isEqualTo(10_000);
    assertThat(sums.ofTraces()).isBetween(-3.0, 3.0);
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

  /** How many standard errors the runs' estimates of one figure are off. */
  private static final class Scores {
    private final String figure;
    private double sum;
    private double squares;

    Scores(String figure) {
      this.figure = figure;
    }

    void add(double score) {
      assertThat(score).as("%s of one run", figure).isBetween(-4.0, 4.0);
      sum += score;
      squares += score * score;
    }

    void areThoseOfAnUnbiasedEstimate() {
      double bound = 3 / Math.sqrt(RUNS);
      assertThat(sum / RUNS).as("mean score of %s", figure).isBetween(-bound, bound);
      if (squares > 0) { // else each run was exact
        // chi squared with 12 degrees of freedom leaves 2.6 to 33.1 once in a thousand times
        assertThat(squares).as("squared scores of %s", figure).isBetween(2.2, 33.0);
      }
    }
  }

  /**
   * Sums over all traces, and over the kept ones by weight. Standard errors are those of Horvitz
   * and Thompson for independent draws; that of a ratio is linearized (Särndal, Swensson and
   * Wretman, "Model Assisted Survey Sampling", 1992, 5.6).
   */
  private static final class Sums {
    private double traces;
    private double kept;
    private double millis;
    private double errors;
    private double weights;
    private double weightedMillis;
    private double weightedErrors;

    /** Of weight (weight - 1) times 1, the duration, its square, and 1 if it failed. */
    private double variance;

    private double varianceMillis;
    private double varianceSquares;
    private double varianceErrors;

    void count(Keep keep, double took, boolean failed) {
      double variable = keep.weight() * (keep.weight() - 1);
      traces++;
      kept += keep.kept() ? 1 : 0;
      millis += took;
      errors += failed ? 1 : 0;
      weights += keep.weight();
      weightedMillis += keep.weight() * took;
      weightedErrors += failed ? keep.weight() : 0;
      variance += variable;
      varianceMillis += variable * took;
      varianceSquares += variable * took * took;
      varianceErrors += failed ? variable : 0;
    }

    double ofTraces() {
      return score(weights - traces, variance);
    }

    double ofErrors() {
      return score(weightedErrors - errors, varianceErrors);
    }

    double ofMeanMillis() {
      double mean = weightedMillis / weights;
      double ofResiduals = varianceSquares - 2 * mean * varianceMillis + mean * mean * variance;
      return score((mean - millis / traces) * weights, ofResiduals);
    }

    private static double score(double off, double variance) {
      return off == 0 ? 0 : off / Math.sqrt(variance); // what has no variance must be exact
    }

    void add(Sums other) {
      traces += other.traces;
      kept += other.kept;
      millis += other.millis;
      errors += other.errors;
      weights += other.weights;
      weightedMillis += other.weightedMillis;
      weightedErrors += other.weightedErrors;
      variance += other.variance;
      varianceMillis += other.varianceMillis;
      varianceSquares += other.varianceSquares;
      varianceErrors += other.varianceErrors;
    }
  }
}
