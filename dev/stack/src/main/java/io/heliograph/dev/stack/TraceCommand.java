/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.query.ClickHouseHttp;
import io.heliograph.dev.stack.trace.StoredTrace;
import io.heliograph.dev.stack.trace.TraceId;
import io.heliograph.dev.stack.trace.TraceJson;
import io.heliograph.dev.stack.trace.TraceList;
import io.heliograph.dev.stack.trace.TraceNotFound;
import io.heliograph.dev.stack.trace.TraceReader;
import io.heliograph.dev.stack.trace.View;
import io.heliograph.dev.stack.trace.Waterfall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one trace, or traces worth a look. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    header = "Show a trace: where its time went, what was found, its logs.",
    descriptionHeading = "%n",
    footerHeading = "%n",
    description = {
      "Prints a trace as a tree with a bar for when each span ran, and what the trace job found:",
      "%n  ◆ 12 ms  on the critical path, with the time that the span took itself",
      "  ✗        failed; its message below",
      "  ▲        a finding, under the span it was found at",
      "  ?        its parent is not there",
      "  ‹ ›      runs outside the scale: clocks differ, or it outlived the trace",
      "  ×2       stored twice%n",
      "Spans and logs show the times of their hosts' clocks. Long log lines are cut; --json has",
      "all of them."
    },
    footer = {
      "Examples: ./heliograph trace 4bf92f3577b34da6a3ce929d0e0e4736, trace 4bf92f35, trace"
          + " --failed orders",
      "",
      "Exit codes: 0 shown, 1 no such trace or no answer, 2 wrong usage."
    })
final class TraceCommand implements Callable<Integer> {
  private static final int USUAL_WIDTH = 120;

  private final Console console;
  private final Map<String, String> env;

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Wanted wanted;

  /** One of these. */
  private static final class Wanted {
    @Parameters(
        index = "0",
        paramLabel = "ID",
        description = "32 hexadecimal digits, or at least the first 8 of them.")
    private String id;

    @Option(
        names = "--slowest",
        arity = "0..1",
        fallbackValue = "",
        paramLabel = "SERVICE",
        description = "List the slowest traces (of a service) instead.")
    private String slowest;

    @Option(
        names = "--failed",
        arity = "0..1",
        fallbackValue = "",
        paramLabel = "SERVICE",
        description = "List the newest traces with an error (of a service) instead.")
    private String failed;
  }

  @Option(
      names = "--hours",
      defaultValue = "24",
      description = "How far --slowest and --failed look back.")
  private int hours;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Option(names = "--spans", defaultValue = "200", description = "Show at most so many spans.")
  private int spans;

  @Option(names = "--all", description = "Show all spans.")
  private boolean all;

  @Option(names = "--logs", defaultValue = "50", description = "Show at most so many log lines.")
  private int logs;

  @Option(names = "--no-logs", description = "Show no logs.")
  private boolean noLogs;

  @Option(
      names = "--day",
      description = "Which day's (UTC, such as 2026-03-31), if the id was used again. The newest.")
  private LocalDate day;

  @Option(names = "--utc", description = "Show times in UTC, not in this machine's time zone.")
  private boolean utc;

  @Option(names = "--width", description = "Cells of a line; as wide as the terminal by itself.")
  private Integer width;

  TraceCommand(Console console, Map<String, String> env) {
    this.console = console;
    this.env = env;
  }

  @Override
  public Integer call() throws IOException, TraceNotFound {
    View view = view();
    ClickHouseHttp server = RunningStack.settings(env).clickHouseHttp();
    if (wanted.id == null) {
      return list(new TraceList(server, view));
    }
    TraceId id = checked(() -> new TraceId(wanted.id));
    int maxLogs = noLogs ? 0 : logs;
    StoredTrace trace = new TraceReader(server).read(id, Optional.ofNullable(day), maxLogs);
    print(json ? List.of(TraceJson.of(trace)) : Waterfall.of(trace, view));
    return 0;
  }

  private int list(TraceList traces) throws IOException {
    TraceList.Order order =
        wanted.slowest != null ? TraceList.Order.SLOWEST : TraceList.Order.FAILED;
    List<String> lines =
        traces.lines(order, wanted.slowest != null ? wanted.slowest : wanted.failed, hours);
    if (lines.isEmpty()) {
      console
          .err()
          .println(
              "trace: the trace job has judged no such trace in the last "
                  + hours
                  + " h: look further back with --hours, or see ./heliograph status");
      return 1;
    }
    print(lines);
    return 0;
  }

  private View view() {
    if (logs < 0 || hours < 1) {
      throw new ParameterException(
          spec.commandLine(), "--logs must be at least 0 and --hours at least 1");
    }
    ZoneId zone = utc ? ZoneId.of("UTC") : ZoneId.systemDefault();
    int cells = width != null ? width : terminalWidth();
    return checked(() -> new View(cells, zone, console.tty(), all ? Integer.MAX_VALUE : spans));
  }

  /** {@code ./heliograph} tells how wide the terminal is. */
  private int terminalWidth() {
    String columns = env.getOrDefault("HELIOGRAPH_COLUMNS", "");
    return columns.matches("[1-9][0-9]{0,4}")
        ? Math.min(View.MAX_WIDTH, Math.max(View.MIN_WIDTH, Integer.parseInt(columns)))
        : USUAL_WIDTH;
  }

  /** In UTF-8, whatever the locale is: there is no such thing as a bar in ASCII. */
  private void print(List<String> lines) throws IOException {
    for (String line : lines) {
      console.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    console.out().flush();
  }

  private interface Check<T> {
    T get();
  }

  private <T> T checked(Check<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
