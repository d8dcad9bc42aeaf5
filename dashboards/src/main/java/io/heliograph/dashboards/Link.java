/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.util.Map;
import java.util.TreeMap;

/**
 * A link from a row to another dashboard, which opens at the same time with the row's values.
 *
 * @param uid of the dashboard
 * @param fields by variable of that dashboard, the field of the row that holds its value
 */
record Link(String title, String uid, Map<String, String> fields) {
  Link {
    fields = Map.copyOf(fields);
  }

  /** To the waterfall of the trace whose id the field holds. */
  static Link toTrace(String field) {
    return new Link("Show the trace", TraceDashboard.UID, Map.of("trace_id", field));
  }

  /** The same, and to that day of it, as {@code YYYY-MM-DD} in UTC. */
  static Link toTrace(String field, String day) {
    return new Link("Show the trace", TraceDashboard.UID, Map.of("trace_id", field, "day", day));
  }

  /** To the operations of the service that the field names. */
  static Link toService(String field) {
    return new Link("Show the service", ServiceDashboard.UID, Map.of("service", field));
  }

  /** To the traces that pass through the service that the field names. */
  static Link toTraces(String field) {
    return new Link("Search its traces", SearchDashboard.UID, Map.of("service", field));
  }

  String url() {
    StringBuilder url = new StringBuilder("/d/" + uid + "?${__url_time_range}");
    new TreeMap<>(fields)
        .forEach(
            (variable, field) ->
                url.append("&var-" + variable + "=${__data.fields." + field + ":percentencode}"));
    return url.toString();
  }
}
