CREATE TRIGGER tollkeeper_mark_deleted AFTER DELETE ON usage_logs
BEGIN
    INSERT INTO tollkeeper_dirty_days (day, id) SELECT {day_of OLD.created_at}, 1 WHERE true
    ON CONFLICT (day) DO UPDATE SET id = id + 1;
END
