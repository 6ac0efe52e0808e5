-- TRUNCATE empties a table for everybody, whatever state they see: it has to wait for us, or we for it
-- before we look.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE usage_logs IN ACCESS SHARE MODE
