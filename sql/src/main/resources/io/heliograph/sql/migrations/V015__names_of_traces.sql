-- Names in rows of traces as plain strings: to merge LowCardinality columns is to look each value up in a dictionary, of which
-- a row has some thirty, and takes twice the time. They compress as well. Rows of before are rewritten in the background.
ALTER TABLE ${database}.trace_rows ${on_cluster}
    MODIFY COLUMN root_service String CODEC(Default),
    MODIFY COLUMN root_operation String CODEC(Default),
    MODIFY COLUMN services Array(String) CODEC(Default),
    MODIFY COLUMN status String CODEC(Default),
    MODIFY COLUMN incomplete_reason String CODEC(Default),
    MODIFY COLUMN lane String CODEC(Default),
    MODIFY COLUMN path_services Array(String) CODEC(Default),
    MODIFY COLUMN path_operations Array(String) CODEC(Default),
    MODIFY COLUMN culprit_service String CODEC(Default),
    MODIFY COLUMN keep_reason String CODEC(Default)
SETTINGS alter_sync = 0;

-- Its columns have the types that the table had when it was last told.
ALTER TABLE ${database}.trace_rows_kept_mv ${on_cluster} MODIFY QUERY SELECT
    trace_id, start_day, start_time, duration_ns, root_service, root_operation, span_count, error_count, services,
    status, incomplete_reason, missing_parents, late_spans, duplicate_spans, over_cap_spans, lane, path_span_ids,
    path_ids, path_services, path_operations, path_self_ns, culprit_service, findings, keep_reason, weight, revision,
    version, is_deleted
FROM ${database}.trace_rows
WHERE keep_reason != '' OR is_deleted = 1;

CREATE OR REPLACE VIEW ${database}.traces ${on_cluster} AS
SELECT
    trace_id, start_time, duration_ns, root_service, root_operation, span_count, error_count, services, status,
    incomplete_reason, missing_parents, late_spans, duplicate_spans, revision, lane,
    CAST(arrayZip(
            if(empty(path_ids), path_span_ids, arrayMap(id -> lower(leftPad(hex(id), 16, '0')), path_ids)),
            path_services, path_operations, path_self_ns),
        'Array(Tuple(span_id String, service String, operation String, self_ns UInt64))') AS critical_path,
    culprit_service,
    CAST(arrayReduce('sumMap', arrayMap(s -> [s], path_services), arrayMap(n -> [n], path_self_ns)),
        'Map(String, UInt64)') AS path_self_ns_by_service,
    over_cap_spans, findings, keep_reason, weight, start_day
FROM ${database}.trace_rows FINAL;
