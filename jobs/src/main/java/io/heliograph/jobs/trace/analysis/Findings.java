/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.List;

/**
 * What all rules together say of a trace. Depends on nothing but the tree and the settings.
 *
 * @param list worst first, at most {@link AnalysisSettings#maxFindings}
 * @param cut how many more there were
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
    return new Findings(List.copyOf(found.subList(0, kept)), found.size() - kept, culprit);
  }
}
