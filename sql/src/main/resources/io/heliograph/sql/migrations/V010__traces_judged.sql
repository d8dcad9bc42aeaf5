-- Traces as the trace job assembles and judges them. The tables of V009 never held a row: no job wrote them.
DROP TABLE IF EXISTS ${database}.traces_versions ${on_cluster};
DROP TABLE IF EXISTS ${database}.trace_findings_versions ${on_cluster};
DROP TABLE IF EXISTS ${database}.service_edges_versions ${on_cluster};
DROP TABLE IF EXISTS ${database}.service_red_versions ${on_cluster};

-- Each revision of a trace is a row; the highest version shows. The version has the number of spans in
-- front of the revision, so that a straggler that came after the job forgot the trace cannot hide the
-- fuller row. The day of the start is part of the key: an id used again on another day is another trace.
CREATE TABLE IF NOT EXISTS ${database}.trace_rows ${on_cluster}
(
    trace_id String CODEC(ZSTD(1)),
    start_day Date CODEC(ZSTD(1)),
    start_time DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    duration_ns UInt64 CODEC(T64, ZSTD(1)),
    root_service LowCardinality(String),
    root_operation LowCardinality(String),
    span_count UInt32 COMMENT 'Different spans that were analysed' CODEC(T64, ZSTD(1)),
    error_count UInt32 CODEC(T64, ZSTD(1)),
    services Array(LowCardinality(String)) CODEC(ZSTD(1)),
    status LowCardinality(String) COMMENT 'complete or incomplete',
    incomplete_reason LowCardinality(String) COMMENT 'missing_root, missing_parents or over_cap, joined by +; empty if complete',
    missing_parents UInt32 CODEC(T64, ZSTD(1)),
    late_spans UInt32 COMMENT 'Spans that came after the first row of the trace' CODEC(T64, ZSTD(1)),
    duplicate_spans UInt32 CODEC(T64, ZSTD(1)),
    over_cap_spans UInt32 COMMENT 'Spans beyond the cap: stored raw, counted in service_red, not analysed' CODEC(T64, ZSTD(1)),
    lane LowCardinality(String),
    path_span_ids Array(String) CODEC(ZSTD(1)),
    path_services Array(LowCardinality(String)) CODEC(ZSTD(1)),
    path_operations Array(LowCardinality(String)) CODEC(ZSTD(1)),
    path_self_ns Array(UInt64) CODEC(ZSTD(1)),
    culprit_service LowCardinality(String),
    findings UInt32 COMMENT 'How many were made, those beyond the cap included' CODEC(T64, ZSTD(1)),
    keep_reason LowCardinality(String) COMMENT 'Policy of tail sampling that keeps the raw spans longer; empty if none does',
    weight Float64 COMMENT 'How many traces this one stands for among those kept; 0 if not kept' CODEC(ZSTD(1)),
    revision UInt32 CODEC(T64, ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    is_deleted UInt8 COMMENT '1: a late span moved the start to another day' CODEC(ZSTD(1)),
    INDEX idx_start_time start_time TYPE minmax GRANULARITY 1,
    INDEX idx_root_service root_service TYPE set(100) GRANULARITY 4,
    INDEX idx_services services TYPE bloom_filter(0.01) GRANULARITY 4
)
ENGINE = ${replicated}ReplacingMergeTree(version, is_deleted)
PARTITION BY start_day
ORDER BY (trace_id, start_day)
${ttl traces start_time}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.traces ${on_cluster} AS
SELECT
    trace_id, start_time, duration_ns, root_service, root_operation, span_count, error_count, services, status,
    incomplete_reason, missing_parents, late_spans, duplicate_spans, revision, lane,
    CAST(arrayZip(path_span_ids, CAST(path_services, 'Array(String)'), CAST(path_operations, 'Array(String)'), path_self_ns),
        'Array(Tuple(span_id String, service String, operation String, self_ns UInt64))') AS critical_path,
    culprit_service,
    CAST(arrayReduce('sumMap', arrayMap(s -> [s], CAST(path_services, 'Array(String)')), arrayMap(n -> [n], path_self_ns)),
        'Map(String, UInt64)') AS path_self_ns_by_service,
    over_cap_spans, findings, keep_reason, weight, start_day
FROM ${database}.trace_rows FINAL;

-- What is wrong with a trace, one row per kind and place. A revision that no longer finds it deletes it.
CREATE TABLE IF NOT EXISTS ${database}.trace_finding_rows ${on_cluster}
(
    trace_id String CODEC(ZSTD(1)),
    start_day Date CODEC(ZSTD(1)),
    trace_start DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    kind LowCardinality(String) COMMENT 'repeated_call, serial_calls, timeout_inversion, lane_violation, retry_storm, error_origin or clock_skew',
    service LowCardinality(String),
    operation LowCardinality(String),
    place String COMMENT 'Id of the span it was found at' CODEC(ZSTD(1)),
    span_ids Array(String) COMMENT 'The spans involved, at most 100' CODEC(ZSTD(1)),
    count UInt32 CODEC(T64, ZSTD(1)),
    saving_ns UInt64 COMMENT 'What the critical path would lose' CODEC(T64, ZSTD(1)),
    lane LowCardinality(String) COMMENT 'For lane_violation: the lane that was left',
    evidence String COMMENT 'JSON' CODEC(ZSTD(1)),
    detected_at DateTime64(3) CODEC(Delta(8), ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    is_deleted UInt8 CODEC(ZSTD(1)),
    INDEX idx_trace_start trace_start TYPE minmax GRANULARITY 1
)
ENGINE = ${replicated}ReplacingMergeTree(version, is_deleted)
PARTITION BY start_day
ORDER BY (trace_id, start_day, kind, place, service, operation)
${ttl traces trace_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

-- In which lanes a service had instances, by the hour, as its spans said. A set: writing a row again is harmless.
CREATE TABLE IF NOT EXISTS ${database}.service_lanes ${on_cluster}
(
    hour DateTime CODEC(Delta(4), ZSTD(1)),
    service LowCardinality(String),
    lane LowCardinality(String) COMMENT 'Empty: the baseline'
)
ENGINE = ${replicated}ReplacingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, service, lane)
${ttl traces hour}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

-- A call into a service that has no instance in the lane falls back to the baseline: that is no violation.
-- Whether it has one is known once everybody's spans are in, so it is judged here and not while they come.
CREATE OR REPLACE VIEW ${database}.trace_findings ${on_cluster} AS
SELECT trace_id, kind, service, operation, span_ids, count, saving_ns, evidence, detected_at, place, lane, trace_start, start_day
FROM ${database}.trace_finding_rows FINAL
WHERE kind != 'lane_violation'
    OR (intDiv(toUnixTimestamp(toDateTime(trace_start)), 3600), service, lane) IN -- hours of UTC, whatever the server's time zone
    (
        SELECT arrayJoin([-1, 0, 1]) + intDiv(toUnixTimestamp(hour), 3600) AS near, service, lane FROM ${database}.service_lanes
    );

-- Requests, errors and durations. A row is what one checkpoint adds; the sums show. A duration goes into
-- bucket ceil(log(ns) / log(101 / 99)) of a DDSketch with a relative error of 1 %, so sketches add up exactly.
CREATE TABLE IF NOT EXISTS ${database}.service_red_deltas ${on_cluster}
(
    window_start DateTime CODEC(Delta(4), ZSTD(1)),
    service LowCardinality(String),
    operation LowCardinality(String) COMMENT '(other): beyond the names a service may have',
    kind LowCardinality(String),
    calls SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    errors SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    total_ns SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    sketch SimpleAggregateFunction(sumMap, Tuple(Array(Int16), Array(Int64))) COMMENT 'Buckets and how many calls are in each' CODEC(ZSTD(1)),
    slowest SimpleAggregateFunction(max, String) COMMENT 'Nanoseconds in 16 hexadecimal digits, then the trace id' CODEC(ZSTD(1)),
    slowest_error SimpleAggregateFunction(max, String) COMMENT 'The same of calls that failed' CODEC(ZSTD(1))
)
ENGINE = ${replicated}AggregatingMergeTree
PARTITION BY toYYYYMM(window_start)
ORDER BY (service, operation, kind, window_start)
${ttl traces window_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.service_red ${on_cluster} AS
SELECT
    window_start, service, operation, kind, calls, errors,
    toUInt64(round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > 0.50 * (calls - 1), sketch.1, arrayCumSum(sketch.2))))) AS p50_ns,
    toUInt64(round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > 0.95 * (calls - 1), sketch.1, arrayCumSum(sketch.2))))) AS p95_ns,
    toUInt64(round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > 0.99 * (calls - 1), sketch.1, arrayCumSum(sketch.2))))) AS p99_ns,
    substring(slowest, 17) AS exemplar_trace_id,
    substring(slowest_error, 17) AS error_trace_id,
    total_ns, sketch
FROM
(
    SELECT
        d.window_start AS window_start, d.service AS service, d.operation AS operation, d.kind AS kind,
        toUInt64(sum(d.calls)) AS calls, toUInt64(sum(d.errors)) AS errors, toUInt64(sum(d.total_ns)) AS total_ns,
        sumMap(d.sketch) AS sketch, max(d.slowest) AS slowest, max(d.slowest_error) AS slowest_error
    FROM ${database}.service_red_deltas AS d
    GROUP BY d.window_start, d.service, d.operation, d.kind
    HAVING sum(d.calls) > 0
);

-- Who calls whom. A revision of a trace takes back what it no longer says, so deltas may be negative.
CREATE TABLE IF NOT EXISTS ${database}.service_edges_deltas ${on_cluster}
(
    window_start DateTime CODEC(Delta(4), ZSTD(1)),
    caller LowCardinality(String),
    callee LowCardinality(String),
    calls SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    errors SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    total_ns SimpleAggregateFunction(sum, Int64) CODEC(T64, ZSTD(1)),
    sketch SimpleAggregateFunction(sumMap, Tuple(Array(Int16), Array(Int64))) COMMENT 'As in service_red_deltas' CODEC(ZSTD(1))
)
ENGINE = ${replicated}AggregatingMergeTree
PARTITION BY toYYYYMM(window_start)
ORDER BY (caller, callee, window_start)
${ttl traces window_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.service_edges ${on_cluster} AS
SELECT
    window_start, caller, callee, calls, errors,
    toUInt64(round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > 0.50 * (calls - 1), sketch.1, arrayCumSum(sketch.2))))) AS p50_ns,
    toUInt64(round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > 0.95 * (calls - 1), sketch.1, arrayCumSum(sketch.2))))) AS p95_ns,
    toUInt64(round(0.99 * pow(101 / 99, arrayFirst((b, c) -> c > 0.99 * (calls - 1), sketch.1, arrayCumSum(sketch.2))))) AS p99_ns,
    total_ns, sketch
FROM
(
    SELECT
        d.window_start AS window_start, d.caller AS caller, d.callee AS callee,
        toUInt64(sum(d.calls)) AS calls, toUInt64(sum(d.errors)) AS errors, toUInt64(sum(d.total_ns)) AS total_ns,
        sumMap(d.sketch) AS sketch
    FROM ${database}.service_edges_deltas AS d
    GROUP BY d.window_start, d.caller, d.callee
    HAVING sum(d.calls) > 0
);
