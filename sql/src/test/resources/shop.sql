-- A shop's five minutes on 1 November 2026: one order fails at the payment.
INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, ResourceAttributes, SpanAttributes, Duration, StatusCode, StatusMessage) VALUES
    ('2026-11-01 10:00:00.000', '0af7651916cd43dd8448eb211c80319c', 'a1', '', 'place', 'Server', 'orders', {'service.instance.id': 'orders-1'}, {'order.id': '4711'}, 90000000, 'Unset', ''),
    ('2026-11-01 10:00:00.010', '0af7651916cd43dd8448eb211c80319c', 'b1', 'a1', 'get stock', 'Server', 'stock', {}, {}, 5000000, 'Ok', ''),
    ('2026-11-01 10:00:00.020', '0af7651916cd43dd8448eb211c80319c', 'b2', 'a1', 'get stock', 'Server', 'stock', {}, {}, 5000000, 'Ok', ''),
    ('2026-11-01 10:00:00.030', '0af7651916cd43dd8448eb211c80319c', 'b3', 'a1', 'get stock', 'Server', 'stock', {}, {}, 5000000, 'Ok', ''),
    ('2026-11-01 10:00:00.040', '0af7651916cd43dd8448eb211c80319c', 'c1', 'a1', 'charge', 'Server', 'payments', {}, {}, 45000000, 'Error', 'card declined');
INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, SeverityNumber, ServiceName, Body, ResourceAttributes) VALUES
    ('2026-11-01 10:00:00.060', '0af7651916cd43dd8448eb211c80319c', 'c1', 'ERROR', 17, 'payments', 'card declined', {}),
    ('2026-11-01 10:00:00.005', '0af7651916cd43dd8448eb211c80319c', 'a1', 'INFO', 9, 'orders', 'order 4711 placed', {'service.instance.id': 'orders-1'}),
    ('2026-11-01 10:01:00.000', '', '', 'ERROR', 17, 'orders', 'out of memory', {'service.instance.id': 'orders-1'});
INSERT INTO otel_metrics_gauge (ServiceName, MetricName, MetricUnit, Attributes, TimeUnix, Value) VALUES
    ('orders', 'jvm.memory.used', 'By', {'pool': 'old'}, '2026-11-01 10:00:00', 1000),
    ('orders', 'jvm.memory.used', 'By', {'pool': 'old'}, '2026-11-01 10:01:00', 2000);
INSERT INTO otel_metrics_sum (ServiceName, MetricName, MetricUnit, TimeUnix, Value, IsMonotonic) VALUES
    ('orders', 'orders.placed', '1', '2026-11-01 10:00:00', 42, true);
INSERT INTO instances_versions (namespace, service, instance_id, host, port, version, state, score, reason, registered_at, last_seen, revision) VALUES
    ('default', 'orders', 'orders-1', '10.0.0.7', 8080, '1.4.2', 'UP', 100, '', '2026-11-01 09:00:00', '2026-11-01 10:00:50', 1),
    ('default', 'orders', 'orders-1', '10.0.0.7', 8080, '1.4.2', 'DOWN', 0, 'three beats missed', '2026-11-01 09:00:00', '2026-11-01 10:01:00', 2);
INSERT INTO health_events VALUES
    ('2026-11-01 10:01:10', 'default', 'orders', 'orders-1', 'UP', 'SUSPECT', 'a beat missed', 60),
    ('2026-11-01 10:01:20', 'default', 'orders', 'orders-1', 'SUSPECT', 'DOWN', 'three beats missed', 0);
INSERT INTO config_releases_versions VALUES
    ('r-7', 'default', 'orders', 'timeout.ms', 7, 'gray', 'room=a', 'ada', '2026-11-01 09:30:00.000', 'published', 1);
INSERT INTO config_arrivals_versions VALUES
    ('r-7', 'orders', 'orders-1', '2026-11-01 09:30:00.100', 0, 'received', '', 1),
    ('r-7', 'orders', 'orders-1', '2026-11-01 09:30:00.100', '2026-11-01 09:30:00.250', 'applied', '', 2),
    ('r-7', 'orders', 'orders-2', '2026-11-01 09:30:00.120', 0, 'rejected', 'not a number', 2),
    ('r-7', 'orders', 'orders-3', '2026-11-01 09:30:00.130', 0, 'received', '', 1);
INSERT INTO message_traces_versions VALUES
    ('m-1', 'orders.placed', '4711', 'new', '', 'orders', '2026-11-01 10:00:00.090', '', 0, 0, 'produced', 1),
    ('m-1', 'orders.placed', '4711', 'new', '', 'orders', '2026-11-01 10:00:00.090', 'mail', '2026-11-01 10:00:00.390', 2, 'consumed', 2);
INSERT INTO rate_limit_windows_versions VALUES
    ('2026-11-01 10:00:00', 'default', 'search', 'crawler', 10, 10, 90, 1),
    ('2026-11-01 10:00:00', 'default', 'search', 'crawler', 10, 10, 95, 2),
    ('2026-11-01 10:00:00', 'default', 'search', 'shopper', 10, 3, 0, 1);
INSERT INTO log_pattern_counts_deltas VALUES
    ('2026-11-01 10:00:00', 'orders', 'INFO', '', 1),
    ('2026-11-01 10:00:00', 'payments', 'ERROR', '', 1);
INSERT INTO pipeline_ledger_deltas VALUES
    ('2026-11-01 10:00:00', 'spans', 'accepted', 5),
    ('2026-11-01 10:00:00', 'spans', 'accepted', 4),
    ('2026-11-01 10:00:00', 'spans', 'stored', 6),
    ('2026-11-01 10:00:00', 'spans', 'dead', 1),
    ('2026-11-01 10:00:00', 'spans', 'rejected', 3),
    ('2026-11-01 10:00:00', 'logs', 'accepted', 3),
    ('2026-11-01 10:00:00', 'logs', 'stored', 3);
INSERT INTO dead_letters VALUES
    ('2026-11-01 10:00:00', 'spans', 'heliograph.spans', 1, 42, 'not OTLP', 'garbage', 'dead', 1);

-- What the trace job made of it: first a row without the payment, which came late, then the whole trace. An
-- hour before, the same order took 40 ms, 5 of them for the payment; another trace never got its root.
INSERT INTO trace_rows (trace_id, start_day, start_time, duration_ns, root_service, root_operation, span_count, error_count, services, status, incomplete_reason, missing_parents, late_spans, lane, path_span_ids, path_services, path_operations, path_self_ns, culprit_service, findings, revision, version) VALUES
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 90000000, 'orders', 'place', 4, 0, ['orders', 'stock'], 'complete', '', 0, 0, 'blue', ['a1', 'b1', 'b2', 'b3'], ['orders', 'stock', 'stock', 'stock'], ['place', 'get stock', 'get stock', 'get stock'], [75000000, 5000000, 5000000, 5000000], '', 1, 0, 4000),
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 90000000, 'orders', 'place', 5, 1, ['orders', 'payments', 'stock'], 'complete', '', 0, 1, 'blue', ['a1', 'b1', 'b2', 'b3', 'c1'], ['orders', 'stock', 'stock', 'stock', 'payments'], ['place', 'get stock', 'get stock', 'get stock', 'charge'], [30000000, 5000000, 5000000, 5000000, 45000000], 'payments', 5, 1, 5001),
    ('11111111111111111111111111111111', '2026-11-01', '2026-11-01 09:00:00', 40000000, 'orders', 'place', 3, 0, ['orders', 'payments', 'stock'], 'complete', '', 0, 0, '', ['a2', 'b4', 'c2'], ['orders', 'stock', 'payments'], ['place', 'get stock', 'charge'], [30000000, 5000000, 5000000], '', 0, 0, 3000),
    ('22222222222222222222222222222222', '2026-11-01', '2026-11-01 10:02:00', 5000000, 'stock', 'get stock', 1, 0, ['stock'], 'incomplete', 'missing_root+missing_parents', 1, 0, '', ['b5'], ['stock'], ['get stock'], [5000000], '', 0, 0, 1000);
INSERT INTO trace_finding_rows (trace_id, start_day, trace_start, kind, service, operation, place, span_ids, count, saving_ns, lane, evidence, detected_at, version, is_deleted) VALUES
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 'repeated_call', 'orders', 'get stock', 'a1', ['b1', 'b2', 'b3'], 3, 10000000, '', '{"total_ns":15000000}', '2026-11-01 10:00:01', 5001, 0),
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 'error_origin', 'payments', 'charge', 'c1', ['c1'], 1, 0, '', '{"cause":"error"}', '2026-11-01 10:00:01', 5001, 0),
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 'lane_violation', 'stock', 'get stock', 'b1', ['b1'], 1, 0, 'blue', '{}', '2026-11-01 10:00:01', 5001, 0),
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 'lane_violation', 'payments', 'charge', 'c1', ['c1'], 1, 0, 'blue', '{}', '2026-11-01 10:00:01', 5001, 0),
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 'clock_skew', 'stock', '', 'b1', ['b1'], 1, 0, '', '{"host":"stock-1","offset_ns":-25000000,"reference":"orders","pairs":3}', '2026-11-01 10:00:01', 5001, 0),
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 'serial_calls', 'orders', 'place', 'a1', ['b1', 'b2'], 2, 5000000, '', '{}', '2026-11-01 10:00:01', 4000, 0),
    ('0af7651916cd43dd8448eb211c80319c', '2026-11-01', '2026-11-01 10:00:00', 'serial_calls', 'orders', 'place', 'a1', [], 0, 0, '', '', '2026-11-01 10:00:01', 5001, 1);
INSERT INTO service_lanes VALUES
    ('2026-11-01 10:00:00', 'orders', ''),
    ('2026-11-01 10:00:00', 'orders', 'blue'),
    ('2026-11-01 10:00:00', 'stock', ''),
    ('2026-11-01 10:00:00', 'stock', 'blue'),
    ('2026-11-01 10:00:00', 'payments', '');
INSERT INTO service_red_deltas VALUES
    ('2026-11-01 10:00:00', 'orders', 'place', 'Server', 1, 0, 90000000, ([ceil(log(90e6) / log(101 / 99))], [1]), '00000000055D4A800af7651916cd43dd8448eb211c80319c', ''),
    ('2026-11-01 10:00:00', 'payments', 'charge', 'Server', 1, 1, 45000000, ([ceil(log(45e6) / log(101 / 99))], [1]), '0000000002AEA5400af7651916cd43dd8448eb211c80319c', '0000000002AEA5400af7651916cd43dd8448eb211c80319c'),
    ('2026-11-01 10:00:00', 'stock', 'get stock', 'Server', 3, 0, 15000000, ([ceil(log(5e6) / log(101 / 99))], [3]), '00000000004C4B400af7651916cd43dd8448eb211c80319c', ''),
    ('2026-11-01 10:02:00', 'stock', 'get stock', 'Server', 1, 0, 8000000, ([ceil(log(8e6) / log(101 / 99))], [1]), '00000000007A120022222222222222222222222222222222', '');
INSERT INTO service_edges_deltas VALUES
    ('2026-11-01 10:00:00', 'orders', 'stock', 3, 0, 15000000, ([ceil(log(5e6) / log(101 / 99))], [3])),
    ('2026-11-01 10:00:00', 'orders', 'payments', 1, 1, 45000000, ([ceil(log(45e6) / log(101 / 99))], [1])),
    ('2026-11-01 10:01:00', 'orders', 'stock', 1, 0, 8000000, ([ceil(log(8e6) / log(101 / 99))], [1]));
