/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.FindingKind.REPEATED_CALL;
import static io.heliograph.jobs.trace.analysis.FindingKind.SERIAL_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds savings to what the critical path loses when the trace is run again with the calls as short
 * as the finding has them, and its path is computed anew.
 */
final class SavingsOfRandomTracesTest {
  private static final int TRACES = 3000;

  /** Whatever saves a millisecond is told. */
  private static final AnalysisSettings ALL =
      new AnalysisSettings(3, MILLI, 0, 100, 1000, 0, MILLI, 1000);

  private int serial;
  private int repeated;
  private int severalRuns;
  private int limited;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void saving_isWhatThePathLoses(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < TRACES; i++) {
      RetimedTrace trace = new RetimedTrace(random);
      TraceTree tree = trace.trace().tree();
      CriticalPath path = CriticalPath.of(tree);
      for (Finding finding : Findings.of(tree, path, ALL).list()) {
        check(trace, tree, path, finding);
      }
    }
    assertThat(serial).isGreaterThan(TRACES / 10);
    assertThat(repeated).isGreaterThan(TRACES / 10);
    assertThat(severalRuns).isGreaterThan(10);
    assertThat(limited).isGreaterThan(TRACES / 50);
  }

  private void check(RetimedTrace trace, TraceTree tree, CriticalPath path, Finding finding) {
    Map<Long, Double> takes =
        finding.kind() == SERIAL_CALLS
            ? together(tree, path, finding)
            : batched(tree, path, finding);
    long before = path.pathNanos(tree.roots()[0]);
    TraceTree again = trace.again(takes).tree();
    long after = CriticalPath.of(again).pathNanos(again.roots()[0]);
    assertThat(finding.savingNanos()).as("%s", finding).isEqualTo(before - after);
    assertThat(finding.kind()).isIn(SERIAL_CALLS, REPEATED_CALL);
    long calls = (long) finding.evidence().get("critical_path_ns");
    double left = takes.values().stream().mapToDouble(Double::doubleValue).sum() * MILLI;
    limited += calls - left > finding.savingNanos() ? 1 : 0;
    serial += finding.kind() == SERIAL_CALLS ? 1 : 0;
    repeated += finding.kind() == REPEATED_CALL ? 1 : 0;
    severalRuns += finding.evidence().getOrDefault("runs", 1).equals(1) ? 0 : 1;
  }

  /** Each call as much longer as it is than those of its run before it. */
  private static Map<Long, Double> together(TraceTree tree, CriticalPath path, Finding finding) {
    Set<Long> members = Arrays.stream(finding.spanIds()).boxed().collect(Collectors.toSet());
    Map<Long, Double> takes = new HashMap<>();
    double longest = 0;
    int parent = indexOf(tree, finding.place());
    for (int child : tree.children(parent)) {
      if (members.contains(tree.span(child).id())) {
        double millis = (double) path.pathNanos(child) / MILLI;
        takes.put(tree.span(child).id(), Math.max(0, millis - longest));
        longest = Math.max(longest, millis);
      } else if (isCall(tree, parent, child)) {
        longest = 0; // a call between them ends a run
      }
    }
    return takes;
  }

  private static boolean isCall(TraceTree tree, int parent, int child) {
    boolean elsewhere = !tree.span(child).service().equals(tree.span(parent).service());
    return tree.span(child).kind() == SpanKind.CLIENT
        || (elsewhere && tree.span(parent).kind() != SpanKind.CLIENT);
  }

  /** Each call as much longer as it is than those to its peer before it. */
  private static Map<Long, Double> batched(TraceTree tree, CriticalPath path, Finding finding) {
    Set<Long> members = Arrays.stream(finding.spanIds()).boxed().collect(Collectors.toSet());
    Map<Long, Double> takes = new HashMap<>();
    Map<String, Double> longest = new HashMap<>();
    for (int child : tree.children(indexOf(tree, finding.place()))) {
      if (members.contains(tree.span(child).id())) {
        double millis = (double) path.pathNanos(child) / MILLI;
        double before = longest.getOrDefault(tree.span(child).peer(), 0.0);
        takes.put(tree.span(child).id(), Math.max(0, millis - before));
        longest.put(tree.span(child).peer(), Math.max(before, millis));
      }
    }
    return takes;
  }

  private static int indexOf(TraceTree tree, long id) {
    for (int i = 0; i < tree.size(); i++) {
      if (tree.span(i).id() == id) {
        return i;
      }
    }
    throw new AssertionError("no such span");
  }
}
