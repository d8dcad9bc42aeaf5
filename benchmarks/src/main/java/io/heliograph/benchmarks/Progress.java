/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells a person at the terminal what goes on. */
public final class Progress {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private Progress() {}

  /** Says a line, as {@link String#format} makes it. */
  @SuppressWarnings("SystemOut") // a command for the terminal
  public static void say(String format, Object... arguments) {
    System.err.println(
        LocalTime.now().format(TIME) + "  " + String.format(Locale.ROOT, format, arguments));
  }
}
