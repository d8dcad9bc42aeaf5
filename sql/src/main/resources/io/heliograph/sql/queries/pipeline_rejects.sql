-- question: What did the pipeline not take, and why?
-- param from DateTime = now-1d: earliest time
-- param to DateTime = now+1h: latest time
-- param limit UInt32 = 50: how many reasons
SELECT
    signal,
    d.stage AS stage,
    reason,
    sum(d.count) AS items,
    count() AS records,
    max(time) AS latest,
    argMax(hex(substring(payload, 1, 64)), time) AS payload_start_hex
FROM dead_letters AS d
WHERE time >= {from:DateTime} AND time < {to:DateTime}
GROUP BY signal, stage, reason
ORDER BY items DESC, signal, reason
LIMIT {limit:UInt32}
