-- question: Who was limited, by which rule, how hard?
-- param from DateTime = now-1h: earliest second
-- param to DateTime = now: latest second
-- param limit UInt32 = 50: how many keys
SELECT
    namespace,
    rule,
    key,
    sum(w.admitted) AS admitted,
    sum(w.denied) AS denied,
    max(w.`limit`) AS limit_per_window,
    countIf(w.denied > 0) AS windows_with_denials
FROM rate_limit_windows AS w
WHERE window_start >= {from:DateTime} AND window_start < {to:DateTime}
GROUP BY namespace, rule, key
HAVING denied > 0
ORDER BY denied DESC, namespace, rule, key
LIMIT {limit:UInt32}
