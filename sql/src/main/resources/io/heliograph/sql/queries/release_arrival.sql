-- question: How far has this configuration release come?
-- param release_id String: the release's id
SELECT
    r.release_id AS release_id,
    any(r.app) AS app,
    any(r.item) AS item,
    any(r.version) AS version,
    any(r.kind) AS kind,
    any(r.published_at) AS published_at,
    countIf(a.instance_id != '') AS reached,
    countIf(a.status = 'applied') AS applied,
    countIf(a.status = 'rejected') AS rejected,
    countIf(a.status = 'received') AS received_only,
    maxIf(dateDiff('millisecond', r.published_at, a.applied_at), a.status = 'applied') AS slowest_apply_ms,
    groupArrayIf(concat(a.instance_id, ': ', a.error), a.status = 'rejected') AS rejections
FROM config_releases AS r
LEFT JOIN config_arrivals AS a ON r.release_id = a.release_id
WHERE r.release_id = {release_id:String}
GROUP BY release_id
