-- question: Which instances keep changing between healthy and not?
-- param from DateTime = now-1d: earliest change
-- param to DateTime = now: latest change
-- param limit UInt32 = 20: how many instances
SELECT
    namespace,
    service,
    instance_id,
    count() AS changes,
    countIf(to_state = 'DOWN') AS times_down,
    argMax(to_state, time) AS latest_state,
    argMax(reason, time) AS latest_reason
FROM health_events
WHERE time >= {from:DateTime} AND time < {to:DateTime} AND instance_id != ''
GROUP BY namespace, service, instance_id
ORDER BY changes DESC, instance_id
LIMIT {limit:UInt32}
