-- Columns are written with the server's codec, which goes by the size of a part: a row is written again with each
-- merge, and LZ4 takes a third of the time of ZSTD. What is large is small on disk, what is new is cheap to merge. A
-- server of one's own needs the compression section that README.md shows. No part is rewritten by this.

ALTER TABLE ${database}.otel_traces ${on_cluster}
    MODIFY COLUMN Timestamp CODEC(Delta(8), Default),
    MODIFY COLUMN TraceId CODEC(Default),
    MODIFY COLUMN SpanId CODEC(Default),
    MODIFY COLUMN ParentSpanId CODEC(Default),
    MODIFY COLUMN TraceState CODEC(Default),
    MODIFY COLUMN SpanName CODEC(Default),
    MODIFY COLUMN SpanKind CODEC(Default),
    MODIFY COLUMN ServiceName CODEC(Default),
    MODIFY COLUMN ResourceAttributes CODEC(Default),
    MODIFY COLUMN ScopeName CODEC(Default),
    MODIFY COLUMN ScopeVersion CODEC(Default),
    MODIFY COLUMN SpanAttributes CODEC(Default),
    MODIFY COLUMN Duration CODEC(T64, Default),
    MODIFY COLUMN StatusCode CODEC(Default),
    MODIFY COLUMN StatusMessage CODEC(Default),
    MODIFY COLUMN `Events.Timestamp` CODEC(Default),
    MODIFY COLUMN `Events.Name` CODEC(Default),
    MODIFY COLUMN `Events.Attributes` CODEC(Default),
    MODIFY COLUMN `Links.TraceId` CODEC(Default),
    MODIFY COLUMN `Links.SpanId` CODEC(Default),
    MODIFY COLUMN `Links.TraceState` CODEC(Default),
    MODIFY COLUMN `Links.Attributes` CODEC(Default);

ALTER TABLE ${database}.otel_traces_trace_id_ts ${on_cluster}
    MODIFY COLUMN TraceId CODEC(Default),
    MODIFY COLUMN Start CODEC(Default),
    MODIFY COLUMN End CODEC(Default);

ALTER TABLE ${database}.otel_logs ${on_cluster}
    MODIFY COLUMN Timestamp CODEC(Delta(8), Default),
    MODIFY COLUMN TraceId CODEC(Default),
    MODIFY COLUMN SpanId CODEC(Default),
    MODIFY COLUMN SeverityText CODEC(Default),
    MODIFY COLUMN ServiceName CODEC(Default),
    MODIFY COLUMN Body CODEC(Default),
    MODIFY COLUMN ResourceSchemaUrl CODEC(Default),
    MODIFY COLUMN ResourceAttributes CODEC(Default),
    MODIFY COLUMN ScopeSchemaUrl CODEC(Default),
    MODIFY COLUMN ScopeName CODEC(Default),
    MODIFY COLUMN ScopeVersion CODEC(Default),
    MODIFY COLUMN ScopeAttributes CODEC(Default),
    MODIFY COLUMN LogAttributes CODEC(Default),
    MODIFY COLUMN EventName CODEC(Default),
    MODIFY COLUMN `__otel_materialized_k8s.cluster.name` CODEC(Default),
    MODIFY COLUMN `__otel_materialized_k8s.container.name` CODEC(Default),
    MODIFY COLUMN `__otel_materialized_k8s.deployment.name` CODEC(Default),
    MODIFY COLUMN `__otel_materialized_k8s.namespace.name` CODEC(Default),
    MODIFY COLUMN `__otel_materialized_k8s.node.name` CODEC(Default),
    MODIFY COLUMN `__otel_materialized_k8s.pod.name` CODEC(Default),
    MODIFY COLUMN `__otel_materialized_k8s.pod.uid` CODEC(Default),
    MODIFY COLUMN `__otel_materialized_deployment.environment.name` CODEC(Default),
    MODIFY COLUMN PatternId CODEC(Default);

ALTER TABLE ${database}.trace_rows ${on_cluster}
    MODIFY COLUMN trace_id CODEC(Default),
    MODIFY COLUMN start_day CODEC(Default),
    MODIFY COLUMN start_time CODEC(Delta(8), Default),
    MODIFY COLUMN duration_ns CODEC(T64, Default),
    MODIFY COLUMN span_count CODEC(T64, Default),
    MODIFY COLUMN error_count CODEC(T64, Default),
    MODIFY COLUMN services CODEC(Default),
    MODIFY COLUMN missing_parents CODEC(T64, Default),
    MODIFY COLUMN late_spans CODEC(T64, Default),
    MODIFY COLUMN duplicate_spans CODEC(T64, Default),
    MODIFY COLUMN over_cap_spans CODEC(T64, Default),
    MODIFY COLUMN path_span_ids CODEC(Default),
    MODIFY COLUMN path_services CODEC(Default),
    MODIFY COLUMN path_operations CODEC(Default),
    MODIFY COLUMN path_self_ns CODEC(Default),
    MODIFY COLUMN findings CODEC(T64, Default),
    MODIFY COLUMN weight CODEC(Default),
    MODIFY COLUMN revision CODEC(T64, Default),
    MODIFY COLUMN version CODEC(T64, Default);
