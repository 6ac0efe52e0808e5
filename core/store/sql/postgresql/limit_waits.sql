-- A session that records calls waits for no lock for longer than SQLite waits for its own.
SET lock_timeout = 5000
