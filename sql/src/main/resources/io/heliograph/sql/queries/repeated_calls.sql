-- question: Where does one span make the same call again and again (why so many calls to redis)?
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
-- param at_least UInt32 = 5: calls under one parent before it counts; fewer than 5 are never found
-- param limit UInt32 = 50: how many calls
SELECT
    service,
    operation AS call,
    count() AS parents,
    max(f.count) AS most_calls,
    round(avg(f.count), 1) AS mean_calls,
    round(sum(saving_ns) / 1e6, 3) AS saving_ms,
    argMax(trace_id, f.count) AS example_trace_id
FROM trace_findings AS f
WHERE kind = 'repeated_call' AND f.count >= {at_least:UInt32}
    AND start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
    AND trace_start >= {from:DateTime} AND trace_start < {to:DateTime}
GROUP BY service, call
ORDER BY parents DESC, service, call
LIMIT {limit:UInt32}
