/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.Optional;

/** The severity that a log line states itself. */
enum Severity {
  TRACE(SeverityNumber.SEVERITY_NUMBER_TRACE),
  DEBUG(SeverityNumber.SEVERITY_NUMBER_DEBUG),
  INFO(SeverityNumber.SEVERITY_NUMBER_INFO),
  WARN(SeverityNumber.SEVERITY_NUMBER_WARN),
  ERROR(SeverityNumber.SEVERITY_NUMBER_ERROR),
  FATAL(SeverityNumber.SEVERITY_NUMBER_FATAL);

  private static final int WORDS = 4;

  private final SeverityNumber number;

  Severity(SeverityNumber number) {
    this.number = number;
  }

  String text() {
    return name();
  }

  SeverityNumber number() {
    return number;
  }

  /** Evident if one of the first four words is the name of a severity, in capitals. */
  static Optional<Severity> inLine(String line) {
    int from = 0;
    for (int word = 0; word < WORDS && from < line.length(); word++) {
      int to = line.indexOf(' ', from);
      to = to < 0 ? line.length() : to;
      for (Severity severity : values()) {
        if (to - from == severity.name().length() && line.startsWith(severity.name(), from)) {
          return Optional.of(severity);
        }
      }
      from = to;
      while (from < line.length() && line.charAt(from) == ' ') {
        from++;
      }
    }
    return Optional.empty();
  }
}
