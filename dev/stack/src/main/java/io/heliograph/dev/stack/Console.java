/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command writes.
 *
 * @param tty whether a person looks at {@code out}: {@code ./heliograph} says so in {@code
 *     HELIOGRAPH_TTY}
 */
record Console(PrintStream out, PrintStream err, boolean tty) {
  @SuppressWarnings("SystemOut") // this is a command line
  static Console ofProcess(Map<String, String> env) {
    boolean tty =
        env.getOrDefault("HELIOGRAPH_TTY", "").equals("1") && !env.containsKey("NO_COLOR");
    return new Console(System.out, System.err, tty);
  }

  String bold(String text) {
    return style("1", text);
  }

  String green(String text) {
    return style("32", text);
  }

  String red(String text) {
    return style("31", text);
  }

  String yellow(String text) {
    return style("33", text);
  }

  private String style(String code, String text) {
    return tty ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
