/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessState;
import io.heliograph.dev.stack.process.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The status as tables for a person. */
final class StatusTable {
  private final Console console;

  StatusTable(Console console) {
    this.console = console;
  }

  String of(StackStatus status) {
    StringBuilder text = new StringBuilder();
    List<List<String>> processes = new ArrayList<>();
    processes.add(
        List.of("PROCESS", "PID", "PORT", "METRICS", "STATE", "RESTARTS", "RSS", "LIMIT", ""));
    status.processes().forEach(p -> processes.add(row(p)));
    processes.add(
        List.of(
            "supervisor",
            Long.toString(status.supervisorPid()),
            "-",
            Integer.toString(status.supervisorMetricsPort()),
            status.phase().name().toLowerCase(Locale.ROOT),
            "0",
            "-",
            "-",
            status.activity()));
    text.append(new TextTable(console).of(processes, 4, this::color));
    text.append("total resident: ").append(megabytes(status.residentBytes())).append("\n\n");
    List<List<String>> jobs = new ArrayList<>();
    jobs.add(List.of("JOB", "ID", "STATE", "CHECKPOINT", "LAG", "RESUBMITTED", ""));
    status.jobs().forEach(j -> jobs.add(row(j)));
    text.append(new TextTable(console).of(jobs, 2, this::color));
    text.append('\n')
        .append(status.healthy() ? console.green("healthy") : console.red("not healthy"))
        .append(status.failure().isEmpty() ? "" : ": " + status.failure())
        .append('\n');
    return text.toString();
  }

  private static List<String> row(ProcessStatus p) {
    return List.of(
        p.name(),
        p.pid() == 0 ? "-" : Long.toString(p.pid()),
        p.port() == 0 ? "-" : Integer.toString(p.port()),
        p.metricsPort() == 0 ? "-" : Integer.toString(p.metricsPort()),
        p.state().name().toLowerCase(Locale.ROOT),
        Integer.toString(p.restarts()),
        megabytes(p.residentBytes()),
        p.memoryLimitMb() + " MB",
        p.state() == ProcessState.HEALTHY ? "" : firstLine(p.detail()));
  }

  private static List<String> row(JobStatus j) {
    return List.of(
        j.name(),
        j.id().isEmpty() ? "-" : j.id(),
        j.state().toLowerCase(Locale.ROOT) + (j.healthy() ? "" : " (!)"),
        j.checkpointAgeMillis() < 0
            ? "none"
            : String.format(Locale.ROOT, "%.1f s ago", j.checkpointAgeMillis() / 1000.0),
        j.lag() < 0 ? "-" : Long.toString(j.lag()),
        Integer.toString(j.resubmissions()),
        j.healthy() ? "" : firstLine(j.detail()));
  }

  private String color(String state) {
    return switch (state.strip()) {
      case "healthy", "running" -> console.green(state);
      case "failed", "backoff", "lost", "failed (!)", "lost (!)" -> console.red(state);
      default -> console.yellow(state);
    };
  }

  private static String megabytes(long bytes) {
    return bytes < 0 ? "-" : (bytes >> 20) + " MB";
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
