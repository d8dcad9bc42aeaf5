/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

/** Finds the line of a stack trace, or of several nested ones, that a person wants to read. */
final class RootCause {
  private static final String CAUSED_BY = "Caused by: ";

  private RootCause() {}

  /** The last "Caused by" of the text without that prefix, else its first line. */
  static String of(String stackTrace) {
    String root = "";
    for (String line : stackTrace.split("\\R")) {
      String text = line.strip();
      if (root.isEmpty() && !text.isEmpty()) {
        root = text;
      } else if (text.startsWith(CAUSED_BY)) {
        root = text.substring(CAUSED_BY.length());
      }
    }
    return root;
  }
}
