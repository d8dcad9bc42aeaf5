-- question: Where is this message, and who has consumed it?
-- param message_id String: the message's id
SELECT
    message_id, topic, key, tag, lane, producer, produced_at, consumer_group, outcome, attempts, consumed_at,
    if(outcome = 'consumed', dateDiff('millisecond', produced_at, consumed_at), 0) AS delay_ms
FROM message_traces
WHERE message_id = {message_id:String}
ORDER BY consumer_group
