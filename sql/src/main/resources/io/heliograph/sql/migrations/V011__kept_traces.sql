-- Tail sampling: the traces that a policy keeps, and their raw spans, in tables with an expiry of their own. All
-- stays empty while sampling is off.
CREATE TABLE IF NOT EXISTS ${database}.trace_rows_kept ${on_cluster}
(
    trace_id String CODEC(ZSTD(1)),
    start_day Date CODEC(ZSTD(1)),
    start_time DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    duration_ns UInt64 CODEC(T64, ZSTD(1)),
    root_service LowCardinality(String),
    root_operation LowCardinality(String),
    span_count UInt32 CODEC(T64, ZSTD(1)),
    error_count UInt32 CODEC(T64, ZSTD(1)),
    services Array(LowCardinality(String)) CODEC(ZSTD(1)),
    status LowCardinality(String),
    incomplete_reason LowCardinality(String),
    missing_parents UInt32 CODEC(T64, ZSTD(1)),
    late_spans UInt32 CODEC(T64, ZSTD(1)),
    duplicate_spans UInt32 CODEC(T64, ZSTD(1)),
    over_cap_spans UInt32 CODEC(T64, ZSTD(1)),
    lane LowCardinality(String),
    path_span_ids Array(String) CODEC(ZSTD(1)),
    path_services Array(LowCardinality(String)) CODEC(ZSTD(1)),
    path_operations Array(LowCardinality(String)) CODEC(ZSTD(1)),
    path_self_ns Array(UInt64) CODEC(ZSTD(1)),
    culprit_service LowCardinality(String),
    findings UInt32 CODEC(T64, ZSTD(1)),
    keep_reason LowCardinality(String) COMMENT 'error, finding, slow, rate or share',
    weight Float64 COMMENT 'How many traces this one stands for' CODEC(ZSTD(1)),
    revision UInt32 CODEC(T64, ZSTD(1)),
    version UInt64 CODEC(T64, ZSTD(1)),
    is_deleted UInt8 CODEC(ZSTD(1)),
    arrived DateTime64(3) DEFAULT now64(3) COMMENT 'When this row was stored' CODEC(Delta(8), ZSTD(1)),
    INDEX idx_arrived arrived TYPE minmax GRANULARITY 1,
    INDEX idx_root_service root_service TYPE set(100) GRANULARITY 4
)
ENGINE = ${replicated}ReplacingMergeTree(version, is_deleted)
PARTITION BY start_day
ORDER BY (trace_id, start_day)
${ttl kept_traces arrived}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE MATERIALIZED VIEW IF NOT EXISTS ${database}.trace_rows_kept_mv ${on_cluster}
TO ${database}.trace_rows_kept
AS SELECT
    trace_id, start_day, start_time, duration_ns, root_service, root_operation, span_count, error_count, services,
    status, incomplete_reason, missing_parents, late_spans, duplicate_spans, over_cap_spans, lane, path_span_ids,
    path_services, path_operations, path_self_ns, culprit_service, findings, keep_reason, weight, revision, version,
    is_deleted
FROM ${database}.trace_rows
WHERE keep_reason != '' OR is_deleted = 1;

CREATE OR REPLACE VIEW ${database}.traces_kept ${on_cluster} AS
SELECT
    trace_id, start_time, duration_ns, root_service, root_operation, span_count, error_count, services, status,
    incomplete_reason, missing_parents, late_spans, duplicate_spans, revision, lane,
    CAST(arrayZip(path_span_ids, CAST(path_services, 'Array(String)'), CAST(path_operations, 'Array(String)'), path_self_ns),
        'Array(Tuple(span_id String, service String, operation String, self_ns UInt64))') AS critical_path,
    culprit_service,
    CAST(arrayReduce('sumMap', arrayMap(s -> [s], CAST(path_services, 'Array(String)')), arrayMap(n -> [n], path_self_ns)),
        'Map(String, UInt64)') AS path_self_ns_by_service,
    over_cap_spans, findings, keep_reason, weight, start_day
FROM ${database}.trace_rows_kept FINAL;

-- otel_traces' columns, in the order of look-ups by id. The day is that of copying: one copy is one day, so its
-- last row is stored after all others.
CREATE TABLE IF NOT EXISTS ${database}.otel_traces_kept_rows ${on_cluster}
(
    Timestamp DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    TraceId String COMMENT 'Empty: the mark of a finished copy' CODEC(ZSTD(1)),
    SpanId String CODEC(ZSTD(1)),
    ParentSpanId String CODEC(ZSTD(1)),
    TraceState String CODEC(ZSTD(1)),
    SpanName LowCardinality(String) CODEC(ZSTD(1)),
    SpanKind LowCardinality(String) CODEC(ZSTD(1)),
    ServiceName LowCardinality(String) CODEC(ZSTD(1)),
    ResourceAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    ScopeName String CODEC(ZSTD(1)),
    ScopeVersion String CODEC(ZSTD(1)),
    SpanAttributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    Duration UInt64 CODEC(T64, ZSTD(1)),
    StatusCode LowCardinality(String) CODEC(ZSTD(1)),
    StatusMessage String CODEC(ZSTD(1)),
    Events Nested
    (
        Timestamp DateTime64(9),
        Name LowCardinality(String),
        Attributes Map(LowCardinality(String), String)
    ) CODEC(ZSTD(1)),
    Links Nested
    (
        TraceId String,
        SpanId String,
        TraceState String,
        Attributes Map(LowCardinality(String), String)
    ) CODEC(ZSTD(1)),
    keep_reason LowCardinality(String),
    weight Float64 COMMENT 'How many traces this span''s trace stands for' CODEC(ZSTD(1)),
    content UInt64 COMMENT 'Hash of what is not in the key: spans that differ in it all stay' CODEC(ZSTD(1)),
    copied_until DateTime64(3) COMMENT 'Newest trace_rows_kept.arrived of the copy' CODEC(Delta(8), ZSTD(1))
)
ENGINE = ${replicated}ReplacingMergeTree(copied_until)
PARTITION BY toDate(copied_until)
PRIMARY KEY (TraceId, SpanId)
ORDER BY (TraceId, SpanId, Timestamp, content)
${ttl kept_traces copied_until}
SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1, ${deduplication};

-- Copies the spans of traces that were decided 20 minutes ago or before: the job revises a trace for 15. Goes on
-- from the mark of the last copy that was finished, which is the last row that such a copy writes; one that was
-- not finished is made again, and its rows replace those that it had written. Marked are times of arrival at this
-- server, so neither an outage nor a clock nor a replay of old data leaves a gap. At most 2 million spans at
-- once, and only those from five minutes in which a kept trace was, or the five minutes beside.
CREATE MATERIALIZED VIEW IF NOT EXISTS ${database}.otel_traces_kept_mv ${on_cluster}
REFRESH EVERY 5 MINUTE APPEND
TO ${database}.otel_traces_kept_rows
AS
WITH
    (SELECT max(copied_until) FROM ${database}.otel_traces_kept_rows WHERE TraceId = '') AS copied,
    (
        SELECT maxOrDefault(arrived)
        FROM
        (
            SELECT arrived, sum(span_count + over_cap_spans) AS spans, sum(spans) OVER (ORDER BY arrived) AS spans_so_far
            FROM ${database}.trace_rows_kept
            WHERE arrived > copied AND arrived <= now64(3) - INTERVAL 20 MINUTE
            GROUP BY arrived
        )
        WHERE spans_so_far <= 2000000 OR spans_so_far = spans
    ) AS until,
    pending AS
    (
        SELECT trace_id, keep_reason, weight, version,
            intDiv(toUnixTimestamp64Second(start_time), 300) - 1 AS first,
            intDiv(toUnixTimestamp64Second(start_time) + intDiv(duration_ns, 1000000000), 300) + 1 AS last
        FROM ${database}.trace_rows_kept
        WHERE arrived > copied AND arrived <= until AND is_deleted = 0
    )
SELECT *
FROM
(
    SELECT
        s.Timestamp AS Timestamp, s.TraceId AS TraceId, s.SpanId AS SpanId, s.ParentSpanId AS ParentSpanId,
        s.TraceState AS TraceState, s.SpanName AS SpanName, s.SpanKind AS SpanKind, s.ServiceName AS ServiceName,
        s.ResourceAttributes AS ResourceAttributes, s.ScopeName AS ScopeName, s.ScopeVersion AS ScopeVersion,
        s.SpanAttributes AS SpanAttributes, s.Duration AS Duration, s.StatusCode AS StatusCode,
        s.StatusMessage AS StatusMessage, s.Events.Timestamp AS `Events.Timestamp`, s.Events.Name AS `Events.Name`,
        s.Events.Attributes AS `Events.Attributes`, s.Links.TraceId AS `Links.TraceId`, s.Links.SpanId AS `Links.SpanId`,
        s.Links.TraceState AS `Links.TraceState`, s.Links.Attributes AS `Links.Attributes`,
        k.keep_reason AS keep_reason, k.weight AS weight,
        cityHash64(s.ParentSpanId, s.TraceState, s.SpanName, s.SpanKind, s.ServiceName, s.ResourceAttributes, s.ScopeName,
            s.ScopeVersion, s.SpanAttributes, s.Duration, s.StatusCode, s.StatusMessage, s.Events.Timestamp, s.Events.Name,
            s.Events.Attributes, s.Links.TraceId, s.Links.SpanId, s.Links.TraceState, s.Links.Attributes) AS content,
        until AS copied_until
    FROM ${database}.otel_traces AS s
    INNER JOIN
    (
        SELECT trace_id, argMax(keep_reason, version) AS keep_reason, argMax(weight, version) AS weight
        FROM pending
        GROUP BY trace_id
    ) AS k ON s.TraceId = k.trace_id
    WHERE s.TraceId IN (SELECT trace_id FROM pending)
        AND toStartOfFiveMinutes(toDateTime(s.Timestamp)) IN
        (
            SELECT toDateTime(300 * arrayJoin(arrayConcat(range(first, least(last, first + 288) + 1), range(greatest(first, last - 288), last + 1))))
            FROM pending
        )
    UNION ALL
    SELECT 0, '', '', '', '', '', '', '', map(), '', '', map(), 0, '', '', [], [], [], [], [], [], [], '', 0, 0, until
    WHERE until > copied
)
ORDER BY TraceId = '', TraceId, SpanId
SETTINGS max_threads = 1, max_insert_threads = 1;

CREATE OR REPLACE VIEW ${database}.otel_traces_kept ${on_cluster} AS
SELECT
    Timestamp, TraceId, SpanId, ParentSpanId, TraceState, SpanName, SpanKind, ServiceName, ResourceAttributes,
    ScopeName, ScopeVersion, SpanAttributes, Duration, StatusCode, StatusMessage, Events.Timestamp, Events.Name,
    Events.Attributes, Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes, keep_reason, weight
FROM ${database}.otel_traces_kept_rows FINAL
WHERE TraceId != '';

-- For look-ups: the spans that are in either table, equal ones once. A condition reaches the indexes of both;
-- without one all that there is must be compared.
CREATE OR REPLACE VIEW ${database}.otel_traces_all ${on_cluster} AS
SELECT
    Timestamp, TraceId, SpanId, ParentSpanId, TraceState, SpanName, SpanKind, ServiceName, ResourceAttributes,
    ScopeName, ScopeVersion, SpanAttributes, Duration, StatusCode, StatusMessage, Events.Timestamp, Events.Name,
    Events.Attributes, Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes
FROM ${database}.otel_traces
UNION DISTINCT
SELECT
    Timestamp, TraceId, SpanId, ParentSpanId, TraceState, SpanName, SpanKind, ServiceName, ResourceAttributes,
    ScopeName, ScopeVersion, SpanAttributes, Duration, StatusCode, StatusMessage, Events.Timestamp, Events.Name,
    Events.Attributes, Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes
FROM ${database}.otel_traces_kept;
