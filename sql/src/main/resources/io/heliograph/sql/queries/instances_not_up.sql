-- question: Which instances are not well, and why?
SELECT namespace, service, instance_id, host, port, state, score, reason, last_seen
FROM instances
WHERE state != 'UP'
ORDER BY state, service, instance_id
