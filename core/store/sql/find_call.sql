-- Was this very call recorded? Asked after a connection died before the answer came. No two calls
-- of a process carry the same time, see Timestamp::now().
SELECT count(*) FROM usage_logs
WHERE project = :project AND model = :model AND input_tokens = :input_tokens
  AND output_tokens = :output_tokens AND cost = :cost AND created_at = {moment :now}
