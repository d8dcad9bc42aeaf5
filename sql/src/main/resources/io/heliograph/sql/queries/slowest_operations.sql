-- question: Which operations are slow, and how many of their calls fail?
-- param service String = : only this service, or empty for all
-- param from DateTime = now-1h: first minute
-- param to DateTime = now: the minute after the last
-- param limit UInt32 = 50: how many operations
WITH
    (sketch, calls, q) -> round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > q * (calls - 1), sketch.1, arrayCumSum(sketch.2))) / 1e6, 3) AS quantile_ms
SELECT
    service,
    operation,
    kind,
    sum(r.calls) AS calls,
    sum(r.errors) AS errors,
    round(100 * errors / calls, 2) AS error_percent,
    round(sum(total_ns) / calls / 1e6, 3) AS mean_ms,
    quantile_ms(sumMap(sketch) AS merged, calls, 0.5) AS p50_ms,
    quantile_ms(merged, calls, 0.95) AS p95_ms,
    quantile_ms(merged, calls, 0.99) AS p99_ms,
    argMax(exemplar_trace_id, p99_ns) AS slow_trace_id,
    maxIf(error_trace_id, error_trace_id != '') AS failed_trace_id
FROM service_red AS r
WHERE window_start >= {from:DateTime} AND window_start < {to:DateTime} AND {service:String} IN ('', r.service)
GROUP BY service, operation, kind
ORDER BY p99_ms DESC, service, operation, kind
LIMIT {limit:UInt32}
