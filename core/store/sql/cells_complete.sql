-- Whether the sealed cells hold as many rows as the log has up to there. Both counts read an index.
SELECT (SELECT count(*) FROM usage_logs) - (SELECT count(*) FROM usage_logs WHERE id > :sealed_to)
     = (SELECT coalesce(sum(calls + bad_calls), 0) FROM tollkeeper_usage_daily)
