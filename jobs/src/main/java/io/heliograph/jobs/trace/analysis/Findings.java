/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.List;

/**
 * What all rules together say of a trace. Depends on nothing but the tree and the settings.
 *
 * @param list worst first, at most {@link AnalysisSettings#maxFindings}; candidates, which {@link
 *     LaneViolations} makes, are the last
 * @param cut how many more findings there were; candidates are not among them
 * @param culpritService the service at fault for the trace's error; empty if nothing failed
 */
public record Findings(List<Finding> list, int cut, String culpritService) {
  private static final Findings NOTHING = new Findings(List.of(), 0, "");

  public static Findings of(TraceTree tree, CriticalPath path, AnalysisSettings settings) {
    Calls calls = Calls.of(tree, path, settings);
    List<Finding> found = new ArrayList<>();
    String culprit = ErrorOrigins.find(calls, found);
    RetryStorms.find(calls, found);
    TimeoutInversions.find(calls, found);
    RepeatedCalls.find(calls, found);
    SerialCalls.find(calls, found);
    ClockSkews.find(calls, found);
    LaneViolations.find(calls, found);
    if (found.isEmpty() && culprit.isEmpty()) {
      return NOTHING;
    }
    found.sort(Finding.WORST_FIRST);
    int kept = Math.min(found.size(), settings.maxFindings());
    return new Findings(
        List.copyOf(found.subList(0, kept)), certain(found.subList(kept, found.size())), culprit);
  }

  /** How many findings were made; candidates are none until other traces make them so. */
  public int made() {
    return certain(list) + cut;
  }

  private static int certain(List<Finding> findings) {
    int count = 0;
    for (Finding finding : findings) {
      count += finding.kind().isCertain() ? 1 : 0;
    }
    return count;
  }
}
