-- Releases of configuration, and how far each has arrived. A time of 1970 means "not yet".
CREATE TABLE IF NOT EXISTS ${database}.config_releases_versions ${on_cluster}
(
    release_id String,
    namespace LowCardinality(String),
    app LowCardinality(String),
    item String,
    version UInt64,
    kind LowCardinality(String) COMMENT 'full, gray or rollback',
    target String,
    publisher String,
    published_at DateTime64(3),
    status LowCardinality(String),
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (release_id)
${ttl config published_at}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.config_releases ${on_cluster} AS
SELECT release_id, namespace, app, item, version, kind, target, publisher, published_at, status, revision
FROM ${database}.config_releases_versions FINAL;

CREATE TABLE IF NOT EXISTS ${database}.config_arrivals_versions ${on_cluster}
(
    release_id String,
    app LowCardinality(String),
    instance_id String,
    received_at DateTime64(3),
    applied_at DateTime64(3),
    status LowCardinality(String) COMMENT 'received, applied or rejected',
    error String,
    revision UInt64
)
ENGINE = ${replicated}ReplacingMergeTree(revision)
ORDER BY (release_id, instance_id)
${ttl config greatest(received_at, applied_at)}
SETTINGS ${deduplication};

CREATE OR REPLACE VIEW ${database}.config_arrivals ${on_cluster} AS
SELECT release_id, app, instance_id, received_at, applied_at, status, error, revision
FROM ${database}.config_arrivals_versions FINAL;
