/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.util.List;

/** A few rows in every table that a panel reads, between 11:00 and 12:00 of 2026-11-23 UTC. */
final class PipelineFixture {
  private PipelineFixture() {}

  static List<String> statements() {
    return List.of(
        """
        INSERT INTO pipeline_ledger_deltas (window_start, signal, stage, count) VALUES
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'spans', 'accepted', 100),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'spans', 'accepted', 20),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'spans', 'stored', 110),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'spans', 'dead', 5),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'spans', 'rejected', 3),
          (toDateTime('2026-11-23 11:59:00', 'UTC'), 'logs', 'accepted', 7),
          (toDateTime('2026-11-23 11:59:00', 'UTC'), 'logs', 'stored', 9)
        """,
        """
        INSERT INTO dead_letters (time, signal, topic, partition, offset, reason, payload, stage, count) VALUES
          (toDateTime64('2026-11-23 11:58:01', 3, 'UTC'), 'spans', 'heliograph.spans', 2, 17, 'no OTLP', unhex('0AFF00'), 'dead', 5)
        """,
        """
        INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName, SpanKind, ServiceName, Duration, StatusCode) VALUES
          (toDateTime64('2026-11-23 11:58:01', 9, 'UTC'), '01', '01', 'GET /', 'Server', 'orders', 1500000, 'Error'),
          (toDateTime64('2026-11-23 11:58:02', 9, 'UTC'), '02', '02', 'GET /', 'Server', 'orders', 2500000, 'Unset'),
          (toDateTime64('2026-11-23 11:58:02', 9, 'UTC'), '02', '03', 'call', 'Client', 'payment', 500000, 'Unset')
        """,
        """
        INSERT INTO otel_logs (Timestamp, SeverityText, ServiceName, Body) VALUES
          (toDateTime64('2026-11-23 11:58:01', 9, 'UTC'), 'ERROR', 'orders', 'no')
        """,
        """
        INSERT INTO log_pattern_counts_deltas (window_start, service, severity, pattern_id, count) VALUES
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'orders', 'ERROR', '', 1)
        """,
        """
        INSERT INTO instances_versions (namespace, service, instance_id, version, city, room, weight, state, score, last_seen, revision) VALUES
          ('default', 'orders', 'orders-1', '1.4.2', 'sh', 'a', 100, 'UP', 100, toDateTime64('2026-11-23 11:58:01', 3, 'UTC'), 1),
          ('default', 'orders', 'orders-3', '1.5.0', 'sh', 'a', 80, 'SUSPECT', 50, toDateTime64('2026-11-23 11:58:02', 3, 'UTC'), 1),
          ('default', 'orders', 'orders-4', '1.5.0', 'sh', 'a', 50, 'SUSPECT', 4, toDateTime64('2026-11-23 11:58:03', 3, 'UTC'), 1),
          ('default', 'orders', 'orders-2', '', '', '', 100, 'DOWN', 20, toDateTime64('2026-11-23 11:50:01', 3, 'UTC'), 2)
        """,
        """
        INSERT INTO health_events (time, namespace, service, instance_id, from_state, to_state, reason, score) VALUES
          (toDateTime64('2026-11-23 11:50:21', 3, 'UTC'), 'default', 'orders', 'orders-2', 'SUSPECT', 'DOWN', 'no beat for 20 s', 0),
          (toDateTime64('2026-11-23 11:51:00', 3, 'UTC'), 'default', 'orders', '', '', 'PROTECTED', 'protection: 9 of 10 instances of orders are silent; node a takes none out for up to 300 s', 10),
          (toDateTime64('2026-11-23 11:52:00', 3, 'UTC'), '', '', '', 'PROTECTED', 'RELEASED', 'protection: 1 of 10 instances of room sh/a are silent; node a takes silent ones out again', 90)
        """);
  }
}
