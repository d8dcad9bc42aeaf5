/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the trace job found while the shop was under load, and which fault each finding is of. */
record Findings(List<Finding> all) {
  private static final int WAIT_SECONDS = 45;
  private static final int CALM_LOOKS = 2;
  private static final long LOOK_MILLIS = 2_500; // longer than a checkpoint

  static Findings read(ClickHouse clickHouse, DemoRun run)
      throws IOException, InterruptedException {
    return new Findings(
        clickHouse.rows(ReportQueries.FINDINGS, Map.of("from", run.fromMillis())).stream()
            .map(Finding::of)
            .filter(finding -> finding.atMillis() >= run.loadFromMillis()) // warming up
            .toList());
  }

  /** Waits until each fault that must be found is, and no more come; not for long. */
  static void settled(ClickHouse clickHouse, DemoRun run, Screen screen)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WAIT_SECONDS * 1_000_000_000L;
    int previous = -1;
    int calm = 0;
    while (calm < CALM_LOOKS && System.nanoTime() < deadline) {
      screen.status("waiting for what the trace job finds");
      Findings now = read(clickHouse, run);
      boolean found =
          run.windows().stream()
              .filter(Window::isShape)
              .noneMatch(window -> now.expected(window).isEmpty());
      calm = found && now.all.size() == previous ? calm + 1 : 0;
      previous = now.all.size();
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Those that a fault of {@link FaultSchedule.Symptom#SHAPE} had to bring, in its window. */
  List<Finding> expected(Window window) {
    return all.stream()
        .filter(finding -> finding.verdict().equals(window.fault().expected()))
        .filter(finding -> window.covers(finding.atMillis()))
        .toList();
  }

  /** Those that no fault is a reason for. */
  List<Finding> unexplained(List<Window> windows) {
    return all.stream()
        .filter(
            finding ->
                windows.stream().noneMatch(w -> w.explains(finding.verdict(), finding.atMillis())))
        .toList();
  }
}
