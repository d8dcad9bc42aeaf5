-- The registry's instances as the health job sees them, newest revision wins, and every change of state.
CREATE TABLE IF NOT EXISTS ${database}.instances_versions ${on_cluster}
(
    namespace LowCardinality(String),
    service LowCardinality(String),
    instance_id String,
    host String,
    port UInt16,
    version LowCardinality(String),
    `group` LowCardinality(String),
    lane LowCardinality(String),
    city LowCardinality(String),
    center LowCardinality(String),
    room LowCardinality(String),
    tags Map(LowCardinality(String), String),
    state LowCardinality(String) COMMENT 'WARMING, UP, SUSPECT, DOWN, DRAINING or DISABLED',
    score UInt8 COMMENT 'Health, 0 to 100',
    weight UInt32,
    registered_at DateTime64(3),
    last_seen DateTime64(3),
    reason String COMMENT 'Why it is in this state',
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (namespace, service, instance_id)
${ttl fleet last_seen}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.instances ${on_cluster} AS
SELECT
    namespace, service, instance_id, host, port, version, `group`, lane, city, center, room, tags, state, score,
    weight, registered_at, last_seen, reason, revision
FROM ${database}.instances_versions FINAL;

CREATE TABLE IF NOT EXISTS ${database}.health_events ${on_cluster}
(
    time DateTime64(3) CODEC(Delta(8), ZSTD(1)),
    namespace LowCardinality(String),
    service LowCardinality(String),
    instance_id String,
    from_state LowCardinality(String),
    to_state LowCardinality(String),
    reason String,
    score UInt8
)
ENGINE = ${replicated}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (namespace, service, time)
${ttl fleet time}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};
