CREATE TRIGGER tollkeeper_mark_updated AFTER UPDATE ON usage_logs
BEGIN
    INSERT INTO tollkeeper_dirty_days (day, id) SELECT {day_of OLD.created_at}, 1 WHERE true
    ON CONFLICT (day) DO UPDATE SET id = id + 1;
    INSERT INTO tollkeeper_dirty_days (day, id) SELECT {day_of NEW.created_at}, 1 WHERE true
    ON CONFLICT (day) DO UPDATE SET id = id + 1;
END
