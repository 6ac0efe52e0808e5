CREATE OR REPLACE TRIGGER tollkeeper_mark_truncated AFTER TRUNCATE ON usage_logs
FOR EACH STATEMENT EXECUTE FUNCTION tollkeeper_mark_days()
