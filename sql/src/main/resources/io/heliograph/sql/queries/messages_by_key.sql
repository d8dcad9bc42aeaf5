-- question: Which messages were sent under this business key?
-- param key String: the key, such as an order number
-- param limit UInt32 = 100: how many rows, newest first
SELECT produced_at, message_id, topic, tag, producer, consumer_group, outcome, attempts
FROM message_traces
WHERE key = {key:String}
ORDER BY produced_at DESC, consumer_group
LIMIT {limit:UInt32}
