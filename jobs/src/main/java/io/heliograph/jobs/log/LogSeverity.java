/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import java.util.Locale;

/**
 * The severities by which logs are counted: those of OpenTelemetry's data model, where the number
 * counts and the text is only the sender's name for it.
 */
enum LogSeverity {
  UNSET,
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL;

  private static final int NUMBERS_PER_SEVERITY = 4;
  private static final int MAX_NUMBER = 24;

  /** By number (1-24, four to a severity); by text if there is no number. */
  static LogSeverity of(long number, String text) {
    if (number >= 1 && number <= MAX_NUMBER) {
      return values()[(int) ((number - 1) / NUMBERS_PER_SEVERITY) + 1];
    }
    return ofText(text.trim().toUpperCase(Locale.ROOT));
  }

  private static LogSeverity ofText(String text) {
    return switch (text) {
      case "TRACE", "FINEST", "FINER", "VERBOSE" -> TRACE;
      case "DEBUG", "FINE", "CONFIG" -> DEBUG;
      case "INFO", "INFORMATION", "INFORMATIONAL", "NOTICE" -> INFO;
      case "WARN", "WARNING" -> WARN;
      case "ERR", "ERROR", "SEVERE" -> ERROR;
      case "FATAL", "CRIT", "CRITICAL", "ALERT", "EMERG", "EMERGENCY", "PANIC" -> FATAL;
      default -> UNSET;
    };
  }
}
