-- What logs say, counted: per minute, and per pattern; and errors that are one error.
CREATE TABLE IF NOT EXISTS ${database}.log_pattern_counts_deltas ${on_cluster}
(
    window_start DateTime CODEC(Delta(4), ZSTD(1)),
    service LowCardinality(String),
    severity LowCardinality(String),
    pattern_id String,
    count UInt64
)
ENGINE = ${replicated}SummingMergeTree(count)
PARTITION BY toYYYYMM(window_start)
ORDER BY (service, severity, pattern_id, window_start)
${ttl logs window_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.log_pattern_counts ${on_cluster} AS
SELECT d.window_start AS window_start, d.service AS service, d.severity AS severity, d.pattern_id AS pattern_id, sum(d.count) AS count
FROM ${database}.log_pattern_counts_deltas AS d
GROUP BY d.window_start, d.service, d.severity, d.pattern_id;

CREATE TABLE IF NOT EXISTS ${database}.log_patterns_versions ${on_cluster}
(
    pattern_id String,
    service LowCardinality(String),
    severity LowCardinality(String),
    template String CODEC(ZSTD(1)),
    first_seen DateTime64(3),
    last_seen DateTime64(3),
    events UInt64,
    sample String CODEC(ZSTD(1)),
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (pattern_id)
${ttl logs last_seen}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.log_patterns ${on_cluster} AS
SELECT pattern_id, service, severity, template, first_seen, last_seen, events, sample, revision
FROM ${database}.log_patterns_versions FINAL;

CREATE TABLE IF NOT EXISTS ${database}.error_groups_versions ${on_cluster}
(
    group_id String,
    service LowCardinality(String),
    exception_type LowCardinality(String),
    message String CODEC(ZSTD(1)),
    top_frame String CODEC(ZSTD(1)),
    first_seen DateTime64(3),
    last_seen DateTime64(3),
    events UInt64,
    status LowCardinality(String) COMMENT 'new, ongoing, resolved or regressed',
    reason String,
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (group_id)
${ttl logs last_seen}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.error_groups ${on_cluster} AS
SELECT group_id, service, exception_type, message, top_frame, first_seen, last_seen, events, status, reason, revision
FROM ${database}.error_groups_versions FINAL;
