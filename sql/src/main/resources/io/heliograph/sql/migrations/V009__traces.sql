-- Traces assembled from spans, what is wrong with them, and how services call each other.
CREATE TABLE IF NOT EXISTS ${database}.traces_versions ${on_cluster}
(
    trace_id String CODEC(ZSTD(1)),
    start_time DateTime64(9) CODEC(Delta(8), ZSTD(1)),
    duration_ns UInt64 CODEC(T64, ZSTD(1)),
    root_service LowCardinality(String),
    root_operation LowCardinality(String),
    span_count UInt32,
    error_count UInt32,
    services Array(LowCardinality(String)),
    status LowCardinality(String) COMMENT 'complete or incomplete',
    incomplete_reason LowCardinality(String),
    missing_parents UInt32,
    late_spans UInt32,
    duplicate_spans UInt32,
    revision UInt64,
    lane LowCardinality(String),
    critical_path Array(Tuple(span_id String, service String, operation String, self_ns UInt64)) CODEC(ZSTD(1)),
    culprit_service LowCardinality(String),
    INDEX idx_start_time start_time TYPE minmax GRANULARITY 1
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (trace_id)
${ttl traces start_time}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.traces ${on_cluster} AS
SELECT
    trace_id, start_time, duration_ns, root_service, root_operation, span_count, error_count, services, status,
    incomplete_reason, missing_parents, late_spans, duplicate_spans, revision, lane, critical_path, culprit_service
FROM ${database}.traces_versions FINAL;

CREATE TABLE IF NOT EXISTS ${database}.trace_findings_versions ${on_cluster}
(
    trace_id String CODEC(ZSTD(1)),
    kind LowCardinality(String) COMMENT 'repeated_call, serial_calls, timeout_inversion, lane_violation, retry_storm, error_origin or clock_skew',
    service LowCardinality(String),
    operation LowCardinality(String),
    span_ids Array(String) CODEC(ZSTD(1)),
    count UInt32,
    saving_ns UInt64,
    evidence String COMMENT 'JSON' CODEC(ZSTD(1)),
    detected_at DateTime64(3) CODEC(Delta(8), ZSTD(1)),
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (trace_id, kind, service, operation)
${ttl traces detected_at}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.trace_findings ${on_cluster} AS
SELECT trace_id, kind, service, operation, span_ids, count, saving_ns, evidence, detected_at, revision
FROM ${database}.trace_findings_versions FINAL;

CREATE TABLE IF NOT EXISTS ${database}.service_edges_versions ${on_cluster}
(
    window_start DateTime CODEC(Delta(4), ZSTD(1)),
    caller LowCardinality(String),
    callee LowCardinality(String),
    calls UInt64,
    errors UInt64,
    p50_ns UInt64,
    p95_ns UInt64,
    p99_ns UInt64,
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(window_start)
ORDER BY (caller, callee, window_start)
${ttl traces window_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.service_edges ${on_cluster} AS
SELECT window_start, caller, callee, calls, errors, p50_ns, p95_ns, p99_ns, revision
FROM ${database}.service_edges_versions FINAL;

CREATE TABLE IF NOT EXISTS ${database}.service_red_versions ${on_cluster}
(
    window_start DateTime CODEC(Delta(4), ZSTD(1)),
    service LowCardinality(String),
    operation LowCardinality(String),
    kind LowCardinality(String),
    calls UInt64,
    errors UInt64,
    p50_ns UInt64,
    p95_ns UInt64,
    p99_ns UInt64,
    exemplar_trace_id String,
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(window_start)
ORDER BY (service, operation, kind, window_start)
${ttl traces window_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.service_red ${on_cluster} AS
SELECT window_start, service, operation, kind, calls, errors, p50_ns, p95_ns, p99_ns, exemplar_trace_id, revision
FROM ${database}.service_red_versions FINAL;
