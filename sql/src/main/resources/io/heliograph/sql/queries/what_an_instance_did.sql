-- question: What did this instance go through (registration, health, releases, failures, errors in its log)?
-- param instance_id String: the instance's id (service.instance.id in telemetry)
-- param from DateTime = now-1d: earliest time
-- param to DateTime = now: latest time
SELECT time, what, detail
FROM
(
    SELECT registered_at AS time, 'registered' AS what, concat(service, ' ', version, ' at ', host, ':', toString(port)) AS detail
    FROM instances
    WHERE instance_id = {instance_id:String}
    UNION ALL
    SELECT time, 'health', concat(from_state, ' -> ', to_state, ': ', reason)
    FROM health_events
    WHERE instance_id = {instance_id:String}
    UNION ALL
    SELECT greatest(a.received_at, a.applied_at), 'release', concat(r.item, ' version ', toString(r.version), ' ', a.status, ' ', a.error)
    FROM config_arrivals AS a
    LEFT JOIN config_releases AS r ON a.release_id = r.release_id
    WHERE a.instance_id = {instance_id:String}
    UNION ALL
    SELECT Timestamp, 'failed span', concat(SpanName, ': ', StatusMessage)
    FROM otel_traces
    WHERE ResourceAttributes['service.instance.id'] = {instance_id:String} AND StatusCode = 'Error'
        AND Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
    UNION ALL
    SELECT Timestamp, 'error log', Body
    FROM otel_logs
    WHERE ResourceAttributes['service.instance.id'] = {instance_id:String} AND SeverityNumber >= 17
        AND Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
)
WHERE time >= {from:DateTime} AND time < {to:DateTime}
ORDER BY time
