-- The call that was just inserted belongs to another store.
INSERT INTO tollkeeper_outbox (log_id, key, target) VALUES (last_insert_rowid(), :key, :target)
