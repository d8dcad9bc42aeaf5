/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a person of a replay: a bar that redraws itself on a terminal, else a plain line now and
 * then, and a table at the end.
 */
final class ReplayConsole {
  private static final int BAR = 30;
  private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long lastPlain = start;

  ReplayConsole(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void started(ReplayOptions options) {
    out.printf(
        "replaying %s to %s as run %s%n", options.directory(), options.endpoint(), options.run());
  }

  void progress(ReplayProgress progress) {
    long now = System.nanoTime();
    if (!terminal && now - lastPlain < PLAIN_NANOS) {
      return;
    }
    lastPlain = now;
    String line = line(progress, (now - start) / 1e9);
    out.print(terminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
    out.flush();
  }

  static String line(ReplayProgress progress, double seconds) {
    ReplayReport.Counts items = progress.items();
    int filled = (int) (progress.share() * BAR);
    String trouble =
        progress.trouble().isEmpty()
            ? ""
            : "  retrying: "
                + progress.trouble().substring(0, Math.min(60, progress.trouble().length()));
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f%%  %,d accepted  %,.0f/s%s",
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        progress.share() * 100,
        items.accepted(),
        items.accepted() / Math.max(0.001, seconds),
        trouble);
  }

  void finished(ReplayReport report) {
    if (terminal) {
      out.print("\r\u001b[K");
    }
    out.println();
    for (ReplayReport.FileRead file : report.files()) {
      String malformed =
          file.malformed() == 0 ? "" : "  " + file.malformed() + " malformed, not sent";
      out.println("  " + file.file().getFileName() + malformed);
    }
    out.println();
    row("", "read", "sent", "accepted", "rejected", "undelivered");
    for (Map.Entry<ItemKind, ReplayReport.Counts> entry : report.items().entrySet()) {
      row(entry.getKey().label(), entry.getValue());
    }
    if (report.items().size() > 1) {
      row("total", report.total());
    }
    out.println();
    report
        .reasons()
        .forEach((reason, items) -> out.printf(Locale.ROOT, "  %,d: %s%n", items, reason));
    double seconds = report.duration().toNanos() / 1e9;
    out.printf(
        Locale.ROOT,
        "  %,d requests, %,d repeated, %.1f s, %,.0f items/s%n",
        report.batches(),
        report.retries(),
        seconds,
        report.total().accepted() / Math.max(0.001, seconds));
  }

  private void row(String label, ReplayReport.Counts counts) {
    row(
        label,
        number(counts.read()),
        number(counts.sent()),
        number(counts.accepted()),
        number(counts.rejected()),
        number(counts.undelivered()));
  }

  private void row(Object... cells) {
    out.printf(Locale.ROOT, "  %-12s %12s %12s %12s %12s %12s%n", cells);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
