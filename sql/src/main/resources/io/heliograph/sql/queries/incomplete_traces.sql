-- question: Why are traces incomplete, and whose?
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
SELECT
    incomplete_reason AS reason,
    root_service AS service,
    count() AS traces,
    round(100 * traces / (SELECT greatest(count(), 1) FROM traces
        WHERE start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
            AND start_time >= {from:DateTime} AND start_time < {to:DateTime}), 2) AS percent_of_all,
    sum(t.missing_parents) AS missing_parents,
    sum(t.over_cap_spans) AS over_cap_spans,
    sum(t.late_spans) AS late_spans,
    argMax(trace_id, start_time) AS newest_trace_id
FROM traces AS t
WHERE status = 'incomplete'
    AND start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
    AND start_time >= {from:DateTime} AND start_time < {to:DateTime}
GROUP BY reason, service
ORDER BY traces DESC, reason, service
