/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Tells a person at the terminal what goes on. */
final class Progress {
  private Progress() {}

  @SuppressWarnings("SystemOut") // a command for the terminal
  static void say(String format, Object... arguments) {
    System.err.println(
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + String.format(format, arguments));
  }
}
