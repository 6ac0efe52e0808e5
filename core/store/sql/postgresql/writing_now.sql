-- The transactions that may hold an id of the log and are not through: each took this lock before
-- it was given an id, and keeps it to its end. A prepared one goes by another name: "-1/...".
SELECT DISTINCT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation IN {log_tables}
