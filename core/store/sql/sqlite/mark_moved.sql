UPDATE tollkeeper_outbox SET moved_at = :now
WHERE log_id IN (SELECT value FROM json_each(:log_ids)) AND moved_at IS NULL
