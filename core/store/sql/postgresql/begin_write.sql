-- Whatever the default of the role is: each statement must see what was committed before it. Nobody
-- waits for a lock for longer than SQLite waits for its own. Nor does a client that was stopped in
-- the middle (a laptop that was closed) keep its locks from everybody: it loses its connection.
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = 5000;
SET LOCAL idle_in_transaction_session_timeout = 5000
