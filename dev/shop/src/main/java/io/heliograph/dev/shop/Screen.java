/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.io.PrintStream;
import java.util.Locale;

/** What the demo shows while it runs: one line that redraws itself, or plain lines now and then. */
final class Screen {
  private static final int BAR = 24;
  private static final long PLAIN_NANOS = 5_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private long lastPlain = System.nanoTime() - PLAIN_NANOS;
  private String lastText = "";

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void load(double share, int secondsLeft, LoadGenerator.Counts counts, String now) {
    int filled = (int) Math.min(BAR, share * BAR);
    status(
        String.format(
            Locale.ROOT,
            "[%s%s] %ds left  %,d calls  %,d ok  %,d limited  %,d failed  %s",
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            secondsLeft,
            counts.calls(),
            counts.ok(),
            counts.limited(),
            counts.failed(),
            now));
  }

  void status(String text) {
    if (terminal) {
      out.print("\r" + text + "\u001b[K");
      out.flush();
    } else if (System.nanoTime() - lastPlain >= PLAIN_NANOS) {
      lastPlain = System.nanoTime();
      out.println(text);
    }
    lastText = text;
  }

  /** Ends the line that redraws itself. */
  void done() {
    if (terminal) {
      out.println();
    } else {
      out.println(lastText);
    }
  }
}
