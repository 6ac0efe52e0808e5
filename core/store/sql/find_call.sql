-- Was this very call recorded? Asked after a connection died during COMMIT.
SELECT count(*) FROM usage_logs
WHERE id = :id AND project = :project AND model = :model AND input_tokens = :input_tokens
  AND output_tokens = :output_tokens AND cost = :cost AND created_at = {moment :now}
