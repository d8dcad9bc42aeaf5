-- The pipeline's own books. Once idle, per signal: accepted = stored + dead.
CREATE TABLE IF NOT EXISTS ${database}.pipeline_ledger_deltas ${on_cluster}
(
    window_start DateTime CODEC(Delta(4), ZSTD(1)),
    signal LowCardinality(String),
    stage LowCardinality(String) COMMENT 'accepted, rejected, stored, late, duplicate or dead',
    count UInt64
)
ENGINE = ${replicated}SummingMergeTree(count)
PARTITION BY toYYYYMM(window_start)
ORDER BY (window_start, signal, stage)
${ttl pipeline window_start}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};

CREATE OR REPLACE VIEW ${database}.pipeline_ledger ${on_cluster} AS
SELECT d.window_start AS window_start, d.signal AS signal, d.stage AS stage, sum(d.count) AS count
FROM ${database}.pipeline_ledger_deltas AS d
GROUP BY d.window_start, d.signal, d.stage;

CREATE TABLE IF NOT EXISTS ${database}.dead_letters ${on_cluster}
(
    time DateTime64(3) CODEC(Delta(8), ZSTD(1)),
    signal LowCardinality(String),
    topic LowCardinality(String),
    partition Int32,
    offset Int64,
    reason String CODEC(ZSTD(1)),
    payload String CODEC(ZSTD(3)),
    stage LowCardinality(String) COMMENT 'dead (a job could not use it) or rejected (the gateway did not take it)',
    count UInt64 COMMENT 'Items it stands for'
)
ENGINE = ${replicated}MergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (time, signal)
${ttl pipeline time}
SETTINGS ttl_only_drop_parts = 1, ${deduplication};
