-- The way of each message, a row per consumer group. A message nobody consumed yet has one row with the
-- consumer group ''; the view hides that row once a group has one of its own.
CREATE TABLE IF NOT EXISTS ${database}.message_traces_versions ${on_cluster}
(
    message_id String,
    topic LowCardinality(String),
    key String,
    tag LowCardinality(String),
    lane LowCardinality(String),
    producer LowCardinality(String),
    produced_at DateTime64(3) CODEC(Delta(8), ZSTD(1)),
    consumer_group LowCardinality(String),
    consumed_at DateTime64(3) CODEC(Delta(8), ZSTD(1)),
    attempts UInt32,
    outcome LowCardinality(String) COMMENT 'produced, delivered, consumed, failed or dead_lettered',
    revision UInt64,
    INDEX idx_key key TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (message_id, consumer_group)
${ttl messages greatest(produced_at, consumed_at)}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.message_traces ${on_cluster} AS
SELECT
    message_id, topic, key, tag, lane, producer, produced_at, consumer_group, consumed_at, attempts, outcome, revision
FROM
(
    SELECT *, max(consumer_group != '') OVER (PARTITION BY message_id) AS has_group
    FROM ${database}.message_traces_versions FINAL
)
WHERE consumer_group != '' OR NOT has_group;

CREATE TABLE IF NOT EXISTS ${database}.rate_limit_windows_versions ${on_cluster}
(
    window_start DateTime CODEC(Delta(4), ZSTD(1)),
    namespace LowCardinality(String),
    rule LowCardinality(String),
    key String,
    `limit` UInt64,
    admitted UInt64,
    denied UInt64,
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
PARTITION BY toDate(window_start)
ORDER BY (namespace, rule, key, window_start)
${ttl limits window_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.rate_limit_windows ${on_cluster} AS
SELECT window_start, namespace, rule, key, `limit`, admitted, denied, revision
FROM ${database}.rate_limit_windows_versions FINAL;
