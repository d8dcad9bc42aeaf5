-- question: What do the traces kept by tail sampling say about all of them, and how far off are they?
-- param service String = : only traces with this service at the root, or empty for all
-- param from DateTime = now-1h: earliest start
-- param to DateTime = now: latest start
-- param limit UInt32 = 50: how many operations
SELECT
    service,
    operation,
    countIf(kept) AS kept_traces,
    toUInt64(round(sumIf(weight, kept))) AS traces_estimate,
    round(sqrt(sumIf(weight * (weight - 1), kept))) AS standard_error,
    countIf(NOT kept) AS traces,
    round(100 * sumIf(weight, kept AND failed) / sumIf(weight, kept), 2) AS error_percent_estimate,
    round(100 * countIf(NOT kept AND failed) / traces, 2) AS error_percent,
    round(quantileExactWeightedIf(0.95)(duration_ns, toUInt64(round(1000 * weight)), kept) / 1e6, 3) AS p95_ms_estimate,
    round(quantileExactIf(0.95)(duration_ns, NOT kept) / 1e6, 3) AS p95_ms
FROM
(
    SELECT root_service AS service, root_operation AS operation, duration_ns, error_count > 0 AS failed, weight, 1 AS kept
    FROM traces_kept
    WHERE start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
        AND start_time >= {from:DateTime} AND start_time < {to:DateTime} AND {service:String} IN ('', root_service)
    UNION ALL
    SELECT root_service, root_operation, duration_ns, error_count > 0, 1, 0
    FROM traces
    WHERE start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
        AND start_time >= {from:DateTime} AND start_time < {to:DateTime} AND {service:String} IN ('', root_service)
)
GROUP BY service, operation
ORDER BY greatest(traces, traces_estimate) DESC, service, operation
LIMIT {limit:UInt32}
