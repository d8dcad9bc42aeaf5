/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.util.List;

/**
 * What the trace job makes of an order that fails at 11:58 of 2026-11-23 UTC, of the same order an
 * hour before, when the payment was quick, of a trace without a root, and of two traces with one
 * id.
 */
final class TraceFixture {
  static final String ORDER = "0af7651916cd43dd8448eb211c80319c";
  static final String ORDER_BEFORE = "11111111111111111111111111111111";

  /** Used on the 20th and again on the 21st, by another operation. */
  static final String REUSED = "33333333333333333333333333333333";

  private TraceFixture() {}

  static List<String> statements() {
    return List.of(
        """
        INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, ResourceAttributes, SpanAttributes, Duration, StatusCode, StatusMessage, Events.Timestamp, Events.Name, Events.Attributes, Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes) VALUES
          (toDateTime64('2026-11-23 11:58:10', 9, 'UTC'), '%1$s', 'a1', '', 'place', 'Server', 'orders', {'host.name': 'h1'}, {'order.id': '4711'}, 90000000, 'Ok', '', [], [], [], ['%2$s'], ['a2'], [''], [{'why': 'retry'}]),
          (toDateTime64('2026-11-23 11:58:10.02', 9, 'UTC'), '%1$s', 'b1', 'a1', 'price', 'Internal', 'orders', {}, {}, 1000000, 'Unset', '', [], [], [], [], [], [], []),
          (toDateTime64('2026-11-23 11:58:10.04', 9, 'UTC'), '%1$s', 'c1', 'a1', 'charge', 'Server', 'payment', {}, {}, 45000000, 'Error', 'declined', [toDateTime64('2026-11-23 11:58:10.05', 9, 'UTC')], ['exception'], [{'exception.type': 'Declined'}], [], [], [], []),
          (toDateTime64('2026-11-23 11:58:10.04', 9, 'UTC'), '%1$s', 'c1', 'a1', 'charge', 'Server', 'payment', {}, {}, 45000000, 'Error', 'declined', [], [], [], [], [], [], [])
        """
            .formatted(ORDER, ORDER_BEFORE),
        """
        INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, ServiceName, Body) VALUES
          (toDateTime64('2026-11-23 11:58:10.06', 9, 'UTC'), '%1$s', 'c1', 'ERROR', 'payment', 'card declined'),
          (toDateTime64('2026-11-23 11:58:10.01', 9, 'UTC'), '%1$s', 'a1', 'INFO', 'orders', 'order 4711')
        """
            .formatted(ORDER),
        """
        INSERT INTO trace_rows (trace_id, start_day, start_time, duration_ns, root_service, root_operation, span_count, error_count, services, status, incomplete_reason, missing_parents, path_span_ids, path_services, path_operations, path_self_ns, culprit_service, findings, version) VALUES
          ('%1$s', '2026-11-23', toDateTime64('2026-11-23 11:58:10', 9, 'UTC'), 90000000, 'orders', 'place', 2, 1, ['orders', 'payment'], 'complete', '', 0, ['a1', 'c1'], ['orders', 'payment'], ['place', 'charge'], [45000000, 45000000], 'payment', 4, 2000),
          ('%2$s', '2026-11-23', toDateTime64('2026-11-23 10:58:10', 9, 'UTC'), 50000000, 'orders', 'place', 2, 0, ['orders', 'payment'], 'complete', '', 0, ['a2', 'c2'], ['orders', 'payment'], ['place', 'charge'], [45000000, 5000000], '', 0, 2000),
          ('22222222222222222222222222222222', '2026-11-23', toDateTime64('2026-11-23 11:59:00', 9, 'UTC'), 5000000, 'payment', 'charge', 1, 0, ['payment'], 'incomplete', 'missing_root+missing_parents', 1, ['c3'], ['payment'], ['charge'], [5000000], '', 0, 1000)
        """
            .formatted(ORDER, ORDER_BEFORE),
        """
        INSERT INTO trace_finding_rows (trace_id, start_day, trace_start, kind, service, operation, place, span_ids, count, saving_ns, lane, evidence, version) VALUES
          ('%1$s', '2026-11-23', toDateTime64('2026-11-23 11:58:10', 9, 'UTC'), 'repeated_call', 'orders', 'get stock', 'a1', ['b1', 'b2'], 7, 12000000, '', '{}', 2000),
          ('%1$s', '2026-11-23', toDateTime64('2026-11-23 11:58:10', 9, 'UTC'), 'error_origin', 'payment', 'charge', 'c1', ['c1'], 1, 0, '', '{"cause":"error"}', 2000),
          ('%1$s', '2026-11-23', toDateTime64('2026-11-23 11:58:10', 9, 'UTC'), 'lane_violation', 'payment', 'charge', 'c1', ['c1'], 1, 0, 'blue', '{}', 2000),
          ('%1$s', '2026-11-23', toDateTime64('2026-11-23 11:58:10', 9, 'UTC'), 'clock_skew', 'payment', '', 'c1', ['c1'], 1, 0, '', '{"host":"h2","offset_ns":-20000000}', 2000)
        """
            .formatted(ORDER),
        """
        INSERT INTO service_lanes (hour, service, lane) VALUES
          (toDateTime('2026-11-23 11:00:00', 'UTC'), 'payment', 'blue'),
          (toDateTime('2026-11-23 11:00:00', 'UTC'), 'payment', ''),
          (toDateTime('2026-11-23 11:00:00', 'UTC'), 'orders', '')
        """,
        """
        INSERT INTO service_red_deltas (window_start, service, operation, kind, calls, errors, total_ns, sketch, slowest, slowest_error) VALUES
          (toDateTime('2026-11-23 10:58:00', 'UTC'), 'orders', 'place', 'Server', 2, 0, 160000000, ([ceil(log(80e6) / log(101 / 99))], [2]), '', ''),
          (toDateTime('2026-11-23 10:58:00', 'UTC'), 'orders', 'audit', 'Internal', 2, 0, 2000000, ([ceil(log(1e6) / log(101 / 99))], [2]), '', ''),
          (toDateTime('2026-11-23 10:58:00', 'UTC'), 'stranger', 'sleep', 'Internal', 1, 0, 1, ([0], [1]), '', ''),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'orders', 'audit', 'Internal', 3, 0, 90000000, ([ceil(log(30e6) / log(101 / 99))], [3]), '', ''),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'orders', 'place', 'Server', 4, 0, 360000000, ([ceil(log(90e6) / log(101 / 99))], [4]), '00000000055D4A80%1$s', ''),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'payment', 'charge', 'Server', 4, 1, 180000000, ([ceil(log(45e6) / log(101 / 99))], [4]), '0000000002AEA540%1$s', '0000000002AEA540%1$s'),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'orders', 'GET', 'Client', 2, 0, 2000000, ([ceil(log(1e6) / log(101 / 99))], [2]), '00000000000F4240%1$s', '')
        """
            .formatted(ORDER),
        """
        INSERT INTO service_edges_deltas (window_start, caller, callee, calls, errors, total_ns, sketch) VALUES
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'orders', 'payment', 3, 1, 135000000, ([ceil(log(45e6) / log(101 / 99))], [3])),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'orders', 'redis', 10, 5, 10000000, ([ceil(log(1e6) / log(101 / 99))], [10])),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'browser', 'orders', 1, 0, 90000000, ([ceil(log(90e6) / log(101 / 99))], [1])),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'orders', 'kafka/placed', 2, 0, 2000000, ([ceil(log(1e6) / log(101 / 99))], [2])),
          (toDateTime('2026-11-23 11:58:00', 'UTC'), 'kafka/placed', 'mailer', 1, 0, 5000000, ([ceil(log(5e6) / log(101 / 99))], [1]))
        """,
        """
        INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, Duration) VALUES
          (toDateTime64('2026-11-20 10:00:00', 9, 'UTC'), '%1$s', 'o1', '', 'old', 'Server', 'batch', 1000000),
          (toDateTime64('2026-11-21 10:00:00', 9, 'UTC'), '%1$s', 'n1', '', 'new', 'Server', 'batch', 1000000)
        """
            .formatted(REUSED),
        """
        INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, ServiceName, Body) VALUES
          (toDateTime64('2026-11-20 10:00:00', 9, 'UTC'), '%1$s', 'o1', 'INFO', 'batch', 'old line'),
          (toDateTime64('2026-11-21 10:00:00', 9, 'UTC'), '%1$s', 'n1', 'INFO', 'batch', 'new line')
        """
            .formatted(REUSED),
        """
        INSERT INTO trace_rows (trace_id, start_day, start_time, duration_ns, root_service, root_operation, span_count, services, status, path_span_ids, path_services, path_operations, path_self_ns, findings, version) VALUES
          ('%1$s', '2026-11-20', toDateTime64('2026-11-20 10:00:00', 9, 'UTC'), 1000000, 'batch', 'old', 1, ['batch'], 'complete', ['o1'], ['batch'], ['old'], [1000000], 1, 1000),
          ('%1$s', '2026-11-21', toDateTime64('2026-11-21 10:00:00', 9, 'UTC'), 1000000, 'batch', 'new', 1, ['batch'], 'complete', ['n1'], ['batch'], ['new'], [1000000], 1, 1000)
        """
            .formatted(REUSED),
        """
        INSERT INTO trace_finding_rows (trace_id, start_day, trace_start, kind, service, operation, place, span_ids, count, version) VALUES
          ('%1$s', '2026-11-20', toDateTime64('2026-11-20 10:00:00', 9, 'UTC'), 'error_origin', 'batch', 'old', 'o1', ['o1'], 1, 1000),
          ('%1$s', '2026-11-21', toDateTime64('2026-11-21 10:00:00', 9, 'UTC'), 'error_origin', 'batch', 'new', 'n1', ['n1'], 1, 1000)
        """
            .formatted(REUSED));
  }
}
