-- question: How much room does each table take, and how many bytes a row?
SELECT
    table,
    sum(rows) AS stored_rows,
    formatReadableSize(sum(bytes_on_disk)) AS on_disk,
    round(sum(bytes_on_disk) / greatest(sum(rows), 1), 1) AS bytes_per_row,
    round(sum(data_uncompressed_bytes) / greatest(sum(data_compressed_bytes), 1), 1) AS compression,
    count() AS parts
FROM system.parts
WHERE active AND database = currentDatabase()
GROUP BY table
ORDER BY sum(bytes_on_disk) DESC
