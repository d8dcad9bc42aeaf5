/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.keyed.Keys;

/**
 * So many log records of a service in a minute.
 *
 * @param minuteMillis start of the minute, by the records' own time
 * @param severity of {@link LogSeverity}
 */
public record LogCount(long minuteMillis, String service, String severity, long count) {
  String key() {
    return Keys.of(Long.toString(minuteMillis), service, severity);
  }

  LogCount plus(long more) {
    return new LogCount(minuteMillis, service, severity, count + more);
  }
}
