/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

/** Conditions that queries over the trace job's tables share. */
final class TraceSql {
  /** Of {@code traces}: started in the chosen time. The day leaves other days' rows unread. */
  static final String STARTED =
      "start_day BETWEEN toDate($__fromTime, 'UTC') AND toDate($__toTime, 'UTC')"
          + " AND $__timeFilter_ms(start_time)";

  /** Of {@code trace_findings}: found in a trace that started in the chosen time. */
  static final String FOUND =
      "start_day BETWEEN toDate($__fromTime, 'UTC') AND toDate($__toTime, 'UTC')"
          + " AND $__timeFilter_ms(trace_start)";

  /** Of minutes: in the chosen time. */
  static final String MINUTES = "$__timeFilter(window_start)";

  /** The width of a point on a panel over minutes, as {@code time}. */
  static final String BY_MINUTES =
      "toStartOfInterval(window_start, toIntervalSecond(greatest(60, $__interval_s))) AS time";

  /** Of a table with a column {@code service}: one of those chosen. */
  static final String CHOSEN_SERVICE =
      "$__conditionalAll(service IN (${service:singlequote}), $service)";

  /** Services with spans in the chosen time. */
  static final String SERVICES =
      "SELECT DISTINCT service FROM service_red WHERE " + MINUTES + " ORDER BY service LIMIT 1000";

  private TraceSql() {}
}
