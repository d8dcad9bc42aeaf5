-- question: How much does each service log, minute by minute and by severity?
-- param from DateTime = now-1h: earliest minute
-- param to DateTime = now: latest minute
SELECT window_start AS minute, service, severity, sum(c.count) AS lines
FROM log_pattern_counts AS c
WHERE window_start >= {from:DateTime} AND window_start < {to:DateTime}
GROUP BY minute, service, severity
ORDER BY minute, service, severity
