/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.rules;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.analysis.CriticalPath;
import io.heliograph.jobs.trace.analysis.Edges;
import io.heliograph.jobs.trace.analysis.Findings;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.result.TraceFacts;
import io.heliograph.jobs.trace.result.TraceJudge;
import io.heliograph.jobs.trace.sampling.SamplingSettings;
import io.heliograph.jobs.trace.sampling.TailSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a trace of 10 spans costs from its spans to its rows and sums, beside the rules alone. One
 * in ten traces has a finding; texts are other objects in each trace, as they are when they come
 * from the wire.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TraceJudgeBenchmark {
  private static final int TRACES = 1_000;
  private static final int PER_FLUSH = 10_000;

  private List<List<Span>> traces;
  private TraceJudge judge;
  private int next;

  @Setup
  public void fill() {
    traces = new ArrayList<>();
    for (int i = 0; i < TRACES; i++) {
      traces.add(SmallTrace.of(i));
    }
    judge =
        new TraceJudge(
            AnalysisSettings.DEFAULTS, new TailSampler(SamplingSettings.OFF, 1), 200, 20_000);
  }

  private List<Span> next() {
    next = next + 1 == PER_FLUSH ? 0 : next + 1;
    return traces.get(next % TRACES);
  }

  /** Time per span of the rules alone. */
  @Benchmark
  @OperationsPerInvocation(SmallTrace.SPANS)
  public void rules(Blackhole sink) {
    TraceTree tree = TraceTree.of(next());
    sink.consume(Findings.of(tree, CriticalPath.of(tree), AnalysisSettings.DEFAULTS));
    sink.consume(Edges.of(tree, 1, 2));
  }

  /** Time per span of the rules, the rows and the sums. */
  @Benchmark
  @OperationsPerInvocation(SmallTrace.SPANS)
  public void judged(Blackhole sink) {
    TraceFacts facts = new TraceFacts(7, next, 0, 0, 0, 0, null, 1_000);
    judge.judge(facts, List.of(), TraceTree.of(next()), sink::consume);
    if (next == 0) {
      judge.flush(sink::consume);
    }
  }
}
