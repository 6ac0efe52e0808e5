CREATE OR REPLACE FUNCTION tollkeeper_mark_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $body$
BEGIN
    IF to_regclass('tollkeeper_dirty_days') IS NULL THEN
        RETURN NULL; -- a dump without Tollkeeper's tables: nothing is sealed
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE tollkeeper_sealing SET epoch = epoch + 1, fold = fold + 1, sealed_to = 0;
        DELETE FROM tollkeeper_usage_daily;
        DELETE FROM tollkeeper_dirty_days;
        RETURN NULL;
    END IF;
    INSERT INTO tollkeeper_dirty_days (day) SELECT DISTINCT {day_of created_at} FROM old_rows;
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO tollkeeper_dirty_days (day) SELECT DISTINCT {day_of created_at} FROM new_rows;
    END IF;
    RETURN NULL;
END
$body$
