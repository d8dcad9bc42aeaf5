/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.rules;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.analysis.CriticalPath;
import io.heliograph.jobs.trace.analysis.Edges;
import io.heliograph.jobs.trace.analysis.Finding;
import io.heliograph.jobs.trace.analysis.FindingKind;
import io.heliograph.jobs.trace.analysis.Findings;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What judging a trace costs: tree, critical path, findings and edges. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TraceRulesBenchmark {
  /** What a trace is like. */
  public enum Health {
    /** Nothing to find. */
    HEALTHY,
    /** A fault of each kind. */
    FAULTY
  }

  @Param private Health health;

  private List<Span> spans;

  @Setup
  public void fill() {
    spans = health == Health.HEALTHY ? TraceSample.healthy() : TraceSample.faulty();
    Set<FindingKind> expected =
        health == Health.HEALTHY
            ? EnumSet.noneOf(FindingKind.class)
            : EnumSet.allOf(FindingKind.class);
    TraceTree tree = TraceTree.of(spans);
    Set<FindingKind> found =
        findings(tree).list().stream().map(Finding::kind).collect(Collectors.toSet());
    if (spans.size() != TraceSample.SPANS || !found.equals(expected)) {
      throw new IllegalStateException(spans.size() + " spans with " + found);
    }
  }

  /** Time per span. */
  @Benchmark
  @OperationsPerInvocation(TraceSample.SPANS)
  public void perSpan(Blackhole sink) {
    TraceTree tree = TraceTree.of(spans);
    sink.consume(findings(tree));
    sink.consume(Edges.of(tree, 1, 2));
  }

  private static Findings findings(TraceTree tree) {
    return Findings.of(tree, CriticalPath.of(tree), AnalysisSettings.DEFAULTS);
  }
}
