-- What three columns count, said in full. No data is touched.

ALTER TABLE ${database}.trace_rows ${on_cluster}
    COMMENT COLUMN findings 'How many were made, those beyond the cap included; not lane_violation, which only trace_findings can tell';

ALTER TABLE ${database}.trace_rows_kept ${on_cluster}
    COMMENT COLUMN findings 'How many were made, those beyond the cap included; not lane_violation, which only trace_findings can tell';

ALTER TABLE ${database}.trace_finding_rows ${on_cluster}
    COMMENT COLUMN saving_ns 'What the critical path would lose without this finding; those of one trace need not add up';

ALTER TABLE ${database}.service_edges_deltas ${on_cluster}
    COMMENT COLUMN caller 'A service; of a consumer whose producer is in another trace the queue it takes from',
    COMMENT COLUMN callee 'A service, or the database, cache or queue that a caller names';
