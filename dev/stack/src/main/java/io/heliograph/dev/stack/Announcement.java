/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.Locale;

/** What a person is told once all is up. */
final class Announcement {
  private Announcement() {}

  static void print(Console console, StackStatus status, double seconds) {
    console
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%nHeliograph is up after %.1f s: %d processes, %d jobs, %d MB resident.%n",
                seconds,
                status.processes().size() + 1,
                status.jobs().size(),
                status.residentBytes() >> 20));
    status
        .endpoints()
        .forEach((what, where) -> console.out().println("  %-18s %s".formatted(what, where)));
    console.out().println();
  }
}
