-- question: Is anything lost? Per signal, accepted = stored + dead once the pipeline is idle.
-- param from DateTime = now-1d: earliest minute
-- param to DateTime = now+1h: latest minute
SELECT
    signal,
    sumIf(l.count, stage = 'accepted') AS accepted,
    sumIf(l.count, stage = 'stored') AS stored,
    sumIf(l.count, stage = 'dead') AS dead,
    toInt64(accepted) - toInt64(stored) - toInt64(dead) AS missing,
    sumIf(l.count, stage = 'rejected') AS rejected,
    sumIf(l.count, stage = 'late') AS late,
    sumIf(l.count, stage = 'duplicate') AS duplicate
FROM pipeline_ledger AS l
WHERE window_start >= {from:DateTime} AND window_start < {to:DateTime}
GROUP BY signal
ORDER BY signal
