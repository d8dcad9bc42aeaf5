/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the records of one fragment by minute, service and severity, reading no more of each than
 * that takes. Pure but for its buffers: not thread safe.
 */
final class LogCounting {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MINUTE_MILLIS = 60_000;

  /** The last minute a DateTime can name, in 2106. */
  private static final long LAST_MINUTE = 0xFFFF_FFFFL / 60 * MINUTE_MILLIS;

  private final OtlpRequest request = new OtlpRequest();
  private final LogReader log = new LogReader(request.wire());
  private final CapturedText text = new CapturedText();
  private final Map<String, LogCount> counts = new HashMap<>();

  /**
   * The counts of a fragment.
   *
   * @param orElseMillis the minute of records that name no time at all
   */
  Collection<LogCount> count(byte[] exportRequest, long orElseMillis)
      throws MalformedOtlpException {
    counts.clear();
    request.read(exportRequest, () -> add(orElseMillis));
    return counts.values();
  }

  private void add(long orElseMillis) throws MalformedOtlpException {
    log.read();
    long nanos = log.unixNanos();
    LogCount one = new LogCount(minute(nanos, orElseMillis), service(), severity().name(), 1);
    counts.merge(one.key(), one, (sum, next) -> sum.plus(next.count()));
  }

  static long minute(long unixNanos, long orElseMillis) {
    long millis;
    if (unixNanos == 0) {
      millis = Math.max(0, orElseMillis);
    } else {
      millis = (unixNanos < 0 ? Long.MAX_VALUE : unixNanos) / NANOS_PER_MILLI;
    }
    return Math.min(LAST_MINUTE, millis - millis % MINUTE_MILLIS);
  }

  private String service() throws MalformedOtlpException {
    text.clear();
    request.resource().appendServiceName(text);
    return text.value();
  }

  private LogSeverity severity() {
    text.clear();
    request.appendText(log.severityText, text);
    return LogSeverity.of(log.severityNumber, text.value());
  }
}
