-- question: Who calls whom, how often, how slowly (services, databases, caches, queues)?
-- param from DateTime = now-1h: first minute
-- param to DateTime = now: the minute after the last
WITH
    (sketch, calls, q) -> round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > q * (calls - 1), sketch.1, arrayCumSum(sketch.2))) / 1e6, 3) AS quantile_ms
SELECT
    caller,
    callee,
    sum(e.calls) AS calls,
    sum(e.errors) AS errors,
    round(100 * errors / calls, 2) AS error_percent,
    round(sum(total_ns) / calls / 1e6, 3) AS mean_ms,
    quantile_ms(sumMap(sketch) AS merged, calls, 0.5) AS p50_ms,
    quantile_ms(merged, calls, 0.95) AS p95_ms,
    quantile_ms(merged, calls, 0.99) AS p99_ms
FROM service_edges AS e
WHERE window_start >= {from:DateTime} AND window_start < {to:DateTime}
GROUP BY caller, callee
ORDER BY calls DESC, caller, callee
