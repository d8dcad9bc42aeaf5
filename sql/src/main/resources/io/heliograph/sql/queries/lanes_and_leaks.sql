-- question: Which lanes does each service stand in, and which calls left the lane they should have kept?
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
SELECT
    service,
    arraySort(lanes.names) AS lanes,
    leaks.lane AS left_lane,
    leaks.operation AS operation,
    leaks.violations AS violations,
    leaks.traces AS traces,
    leaks.example AS example_trace_id
FROM
(
    SELECT service, groupUniqArray(if(lane = '', '(baseline)', lane)) AS names
    FROM service_lanes
    WHERE hour >= toStartOfHour({from:DateTime}) AND hour < {to:DateTime}
    GROUP BY service
) AS lanes
LEFT JOIN
(
    SELECT
        service,
        operation,
        if(lane = '', '(baseline)', lane) AS lane,
        count() AS violations,
        uniqExact(trace_id) AS traces,
        argMax(trace_id, trace_start) AS example
    FROM trace_findings
    WHERE kind = 'lane_violation'
        AND start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
        AND trace_start >= {from:DateTime} AND trace_start < {to:DateTime}
    GROUP BY service, operation, lane
) AS leaks ON lanes.service = leaks.service
ORDER BY violations DESC, service, left_lane, operation
