/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.List;

/**
 * The questions of the report. Parameters: {@code from} and {@code to}, ms since 1970, and {@code
 * run}, what the ids of the demo's releases start with.
 */
final class ReportQueries {
  private static final String SPANS =
      """
      FROM otel_traces
      WHERE Timestamp >= fromUnixTimestamp64Milli({from:Int64})
        AND ResourceAttributes['service.namespace'] = 'shop'
      """;
  private static final String LOGS =
      """
      FROM otel_logs
      WHERE Timestamp >= fromUnixTimestamp64Milli({from:Int64})
        AND ResourceAttributes['service.namespace'] = 'shop'
      """;

  static final String VOLUME =
      """
      SELECT
        (SELECT count() %s) AS spans,
        (SELECT uniqExact(TraceId) %s) AS traces,
        (SELECT count() %s) AS logs,
        (SELECT count() FROM otel_metrics_sum
          WHERE TimeUnix >= fromUnixTimestamp64Milli({from:Int64})
            AND ResourceAttributes['service.namespace'] = 'shop')
        + (SELECT count() FROM otel_metrics_histogram
          WHERE TimeUnix >= fromUnixTimestamp64Milli({from:Int64})
            AND ResourceAttributes['service.namespace'] = 'shop') AS points,
        (SELECT count() FROM instances WHERE namespace = 'shop'
          AND last_seen >= fromUnixTimestamp64Milli({from:Int64})) AS instances,
        (SELECT count() FROM config_arrivals
          WHERE startsWith(release_id, {run:String})) AS arrivals,
        (SELECT count() FROM message_traces WHERE topic = 'shop.order-events'
          AND produced_at >= fromUnixTimestamp64Milli({from:Int64})) AS messages
      """
          .formatted(SPANS, SPANS, LOGS);

  static final String SERVICES =
      """
      SELECT ServiceName AS service, uniqExact(ResourceAttributes['service.instance.id']) AS instances,
        count() AS calls, countIf(StatusCode = 'Error') AS errors,
        quantile(0.5)(Duration) AS p50, quantile(0.99)(Duration) AS p99
      %s AND SpanKind IN ('Server', 'Consumer')
      GROUP BY service ORDER BY calls DESC
      """
          .formatted(SPANS);

  static final String SLOWEST =
      """
      SELECT TraceId AS id %s AND SpanKind = 'Server' AND ParentSpanId = ''
      ORDER BY Duration DESC LIMIT 1
      """
          .formatted(SPANS);

  static final String TRACE =
      """
      SELECT SpanId AS id, ParentSpanId AS parent, ServiceName AS service, SpanName AS name,
        SpanKind AS kind, toUnixTimestamp64Nano(Timestamp) AS start, Duration AS duration,
        StatusCode = 'Error' AS error
      %s AND TraceId = {trace:String} ORDER BY Timestamp
      """
          .formatted(SPANS);

  /** When a trace began is asked of its spans, which also say whether it is the shop's. */
  static final String FINDINGS =
      """
      SELECT f.trace_id AS trace, f.kind AS kind, f.service AS service, f.operation AS operation,
        f.count AS calls, f.saving_ns AS saving, f.evidence AS evidence, s.at AS at
      FROM trace_findings AS f INNER JOIN (
        SELECT TraceId AS trace, min(toUnixTimestamp64Milli(toDateTime64(Timestamp, 3))) AS at
        %s GROUP BY trace
      ) AS s ON s.trace = f.trace_id
      WHERE f.detected_at >= fromUnixTimestamp64Milli({from:Int64})
      ORDER BY saving DESC, at, trace, kind, service, operation
      """
          .formatted(SPANS);

  static final String ERRORS =
      """
      SELECT ServiceName AS service,
        replaceRegexpAll(Body, '[0-9a-f]{8}-[0-9a-f-]{27}|user [a-z0-9-]+', '…') AS line,
        count() AS events, argMax(TraceId, Timestamp) AS trace
      %s AND SeverityText = 'ERROR' GROUP BY service, line ORDER BY events DESC LIMIT 6
      """
          .formatted(LOGS);

  static final String LINES =
      """
      SELECT formatDateTime(Timestamp, '%%H:%%i:%%S.%%f') AS time, ServiceName AS service,
        SeverityText AS severity, Body AS line
      %s AND TraceId = {trace:String} ORDER BY Timestamp LIMIT 10
      """
          .formatted(LOGS);

  static final String INSTANCES =
      """
      SELECT instance_id, service, version, room, state, score,
        toUnixTimestamp64Milli(last_seen) AS seen, reason
      FROM instances WHERE namespace = 'shop' AND last_seen >= fromUnixTimestamp64Milli({from:Int64})
      ORDER BY instance_id
      """;

  static final String HEALTH =
      """
      SELECT formatDateTime(time, '%H:%i:%S') AS at, instance_id, from_state, to_state, reason
      FROM health_events WHERE namespace = 'shop' AND time >= fromUnixTimestamp64Milli({from:Int64})
        AND time <= fromUnixTimestamp64Milli({to:Int64}) AND from_state != ''
      ORDER BY time, instance_id LIMIT 12
      """;

  static final String DEATHS =
      """
      SELECT instance_id, toUnixTimestamp64Milli(time) AS at
      FROM health_events WHERE namespace = 'shop' AND to_state = 'DOWN'
        AND time >= fromUnixTimestamp64Milli({from:Int64})
      ORDER BY time
      """;

  static final String RELEASES =
      """
      SELECT r.release_id AS id, r.app AS app, r.item AS item, r.version AS version,
        countIf(a.status = 'applied') AS applied, countIf(a.status = 'rejected') AS rejected,
        count() AS arrivals,
        max(if(a.status = 'applied',
          toUnixTimestamp64Milli(a.applied_at) - toUnixTimestamp64Milli(r.published_at), 0)) AS millis,
        anyIf(a.error, a.error != '') AS error
      FROM config_releases AS r INNER JOIN config_arrivals AS a ON a.release_id = r.release_id
      WHERE startsWith(r.release_id, {run:String})
      GROUP BY id, app, item, version ORDER BY version
      """;

  static final String MESSAGES =
      """
      SELECT if(consumer_group = '', '(nobody)', consumer_group) AS consumers, outcome,
        count() AS messages, countIf(attempts > 1) AS retried, max(attempts) AS most,
        quantileIf(0.99)(toUnixTimestamp64Milli(consumed_at) - toUnixTimestamp64Milli(produced_at),
          consumed_at > produced_at) AS p99
      FROM message_traces WHERE topic = 'shop.order-events'
        AND produced_at >= fromUnixTimestamp64Milli({from:Int64})
      GROUP BY consumers, outcome ORDER BY messages DESC
      """;

  static final String LIMITS =
      """
      SELECT rule, key, max(`limit`) AS most, sum(admitted) AS let_in, sum(denied) AS turned_away,
        countIf(denied > 0) AS seconds
      FROM rate_limit_windows WHERE window_start >= toDateTime(intDiv({from:Int64}, 1000))
        AND namespace = 'shop'
      GROUP BY rule, key ORDER BY turned_away DESC, let_in DESC LIMIT 5
      """;

  static final String LEDGER =
      """
      SELECT signal, sumIf(count, stage = 'accepted') AS accepted,
        sumIf(count, stage = 'stored') AS stored, sumIf(count, stage = 'dead') AS dead,
        sumIf(count, stage = 'rejected') AS rejected, sumIf(count, stage = 'late') AS late,
        sumIf(count, stage = 'duplicate') AS duplicate
      FROM pipeline_ledger GROUP BY signal ORDER BY signal
      """;

  private ReportQueries() {}

  /** What each service did itself in each window, and outside of them: see {@link OwnWork}. */
  static String ownWork(long loadFromMillis, List<Window> windows) {
    StringBuilder window =
        new StringBuilder("multiIf(s.at < %d, -1, ".formatted(loadFromMillis)); // warming up
    for (boolean shapes : new boolean[] {false, true}) { // where windows overlap, the others count
      for (int i = 0; i < windows.size(); i++) {
        Window w = windows.get(i);
        if (w.fault().symptom() == FaultSchedule.Symptom.DEATH || w.isShape() != shapes) {
          continue; // a death lasts till the end, and slows nobody down
        }
        window.append(
            "s.at >= %d AND s.at < %d, %d, ".formatted(w.fromMillis(), w.toMillis(), i + 1));
      }
    }
    String number = window + "0)";
    return """
    SELECT s.service AS service, %s AS window, count() AS calls,
      quantile(0.95)(if(s.duration > c.duration, s.duration - c.duration, 0)) AS p95,
      countIf(s.error AND c.errors = 0) AS errors
    FROM (
      SELECT TraceId AS trace, SpanId AS id, ServiceName AS service, Duration AS duration,
        StatusCode = 'Error' AS error, toUnixTimestamp64Milli(toDateTime64(Timestamp, 3)) AS at
      %s AND SpanKind IN ('Server', 'Consumer')
    ) AS s LEFT JOIN (
      SELECT TraceId AS trace, ParentSpanId AS parent, sum(Duration) AS duration,
        countIf(StatusCode = 'Error') AS errors
      %s AND SpanKind = 'Client' GROUP BY trace, parent
    ) AS c ON c.trace = s.trace AND c.parent = s.id
    GROUP BY service, window
    """
        .formatted(number, SPANS, SPANS);
  }
}
