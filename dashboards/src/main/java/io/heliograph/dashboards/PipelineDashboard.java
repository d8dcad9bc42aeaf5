/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.util.List;

/**
 * The pipeline, watched by itself: is anything lost, what was refused, how late is what is stored,
 * how busy are the jobs, and what flows.
 */
final class PipelineDashboard {
  private PipelineDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        "heliograph-pipeline",
        "Heliograph: the pipeline",
        "Whether what was accepted is stored, how late, and what was refused.",
        "10s",
        List.of(
            new Variable.Choices(
                "service",
                "Service",
                """
                SELECT DISTINCT ServiceName FROM otel_traces
                WHERE $__timeFilter(Timestamp)
                ORDER BY ServiceName LIMIT 1000
                """
                    .strip())),
        List.of(
            new Dashboard.Row("Is anything lost?", LedgerPanels.conservation()),
            new Dashboard.Row("What was refused?", LedgerPanels.refusals()),
            new Dashboard.Row("How late is it?", DelayPanels.define()),
            new Dashboard.Row("How busy are the jobs?", JobPanels.define()),
            new Dashboard.Row("What flows?", FlowPanels.define()),
            new Dashboard.Row("What does it take to keep?", StoragePanels.define())));
  }
}
