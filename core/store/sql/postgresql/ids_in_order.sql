-- A session that takes ids in stock holds old ones without a lock that shows it.
SELECT NOT EXISTS (SELECT 1 FROM pg_sequence WHERE seqcache > 1
    AND seqrelid = CAST(pg_get_serial_sequence('usage_logs', 'id') AS regclass))
