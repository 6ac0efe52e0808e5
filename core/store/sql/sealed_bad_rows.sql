SELECT coalesce(CAST(sum(bad_calls) AS BIGINT), 0) FROM tollkeeper_usage_daily
WHERE bad_calls > 0 AND day NOT IN (SELECT day FROM tollkeeper_dirty_days)
