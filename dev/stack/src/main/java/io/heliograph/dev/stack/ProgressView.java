/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.ProcessState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows how the stack comes up or goes down: a block that is redrawn for a person, a line for each
 * change for a file.
 */
final class ProgressView {
  private static final String SPINNER = "|/-\\";

  private final Console console;
  private final long start = System.nanoTime();
  private final Map<String, String> last = new LinkedHashMap<>();
  private int drawn;
  private int turn;
  private String lastActivity = "";

  ProgressView(Console console) {
    this.console = console;
  }

  synchronized void show(StackStatus status) {
    Map<String, String> items = items(status);
    if (console.tty()) {
      redraw(status, items);
    } else {
      if (!status.activity().isEmpty() && !status.activity().equals(lastActivity)) {
        lastActivity = status.activity();
        line(lastActivity);
      }
      items.forEach(
          (name, state) -> {
            if (!state.equals(last.put(name, state)) && !state.startsWith("waiting")) {
              line("%-14s %s".formatted(name, state));
            }
          });
    }
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private void redraw(StackStatus status, Map<String, String> items) {
    List<String> lines = new ArrayList<>();
    items.forEach((name, state) -> lines.add("  %s %-14s %s".formatted(mark(state), name, state)));
    lines.add(
        "  %s %.1f s %s"
            .formatted(SPINNER.charAt(turn++ % SPINNER.length()), seconds(), status.activity()));
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\033[").append(drawn).append('A');
    }
    lines.forEach(line -> text.append("\033[2K").append(line).append('\n'));
    drawn = lines.size();
    console.out().print(text);
    console.out().flush();
  }

  private String mark(String state) {
    if (state.startsWith("healthy") || state.startsWith("done") || state.startsWith("stopped")) {
      return console.green("*");
    }
    return state.startsWith("failed") ? console.red("!") : console.yellow("-");
  }

  private void line(String text) {
    console.out().println("%6.1f s  %s".formatted(seconds(), text));
    console.out().flush();
  }

  private static Map<String, String> items(StackStatus status) {
    Map<String, String> items = new LinkedHashMap<>();
    status
        .processes()
        .forEach(
            p -> {
              String state = p.state().name().toLowerCase(Locale.ROOT);
              boolean up = p.state() == ProcessState.HEALTHY;
              items.put(p.name(), up && p.port() > 0 ? state + "  port " + p.port() : state);
            });
    status
        .steps()
        .forEach(
            s -> {
              String state = s.state().name().toLowerCase(Locale.ROOT);
              String detail = s.name().equals(Supervisor.JOBS) ? running(status) : s.detail();
              boolean told = s.state() == StepStatus.State.DONE || s.name().equals(Supervisor.JOBS);
              items.put(s.name(), detail.isEmpty() || !told ? state : state + "  " + detail);
            });
    return items;
  }

  private static String running(StackStatus status) {
    long running = status.jobs().stream().filter(JobStatus::healthy).count();
    return running + " of " + status.jobs().size() + " running";
  }
}
