-- Triggers that mark changed days, on the log and each of its partitions: a statement fires those of
-- the table that it names, and no others. Who owns the table has them fire whatever
-- session_replication_role says. What somebody has disabled stays so.
DO $body$
DECLARE
    log regclass;
    owned boolean;
    event record;
BEGIN
    FOR log, owned IN
        SELECT oid, pg_has_role(relowner, 'USAGE') FROM pg_class
        WHERE oid IN {log_tables} AND NOT {marked_table pg_class.oid}
          AND NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgenabled = 'D')
    LOOP
        FOR event IN
            SELECT * FROM (VALUES ('deleted', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'),
                ('updated', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
                ('truncated', 'TRUNCATE', '')) AS events (name, action, rows)
        LOOP
            EXECUTE format('CREATE OR REPLACE TRIGGER tollkeeper_mark_%s AFTER %s ON %s %s '
                'FOR EACH STATEMENT EXECUTE FUNCTION tollkeeper_mark_days()',
                event.name, event.action, log, event.rows);
            IF owned THEN
                EXECUTE format('ALTER TABLE ONLY %s ENABLE ALWAYS TRIGGER tollkeeper_mark_%s',
                    log, event.name);
            END IF;
        END LOOP;
    END LOOP;
END
$body$
