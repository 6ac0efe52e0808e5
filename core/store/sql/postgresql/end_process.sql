-- Ends the server's side of a connection that died; gives a row as long as it still runs.
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid = :pid AND CAST(backend_start AS text) = :process_start
