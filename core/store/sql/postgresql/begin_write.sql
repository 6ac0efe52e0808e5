-- Whatever the default of the role is: each statement must see what was committed before it. Nobody
-- waits for a lock for longer than SQLite waits for its own.
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = 5000
