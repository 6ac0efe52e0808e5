-- Calls that were recorded in this file because the store that they were meant for could not be
-- reached. Once moved_at is set they are there, and the row of usage_logs is a copy.
CREATE TABLE IF NOT EXISTS tollkeeper_outbox (
    log_id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    target TEXT NOT NULL,
    moved_at TEXT
)
