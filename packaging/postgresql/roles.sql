-- SPDX-FileCopyrightText: 2026 The Tollkeeper authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Three roles for a store on PostgreSQL. Run it as the owner of the store's tables, who may also
-- create roles (or as a superuser), in the store's database:
--
--     psql postgresql://owner@host/llm_costs -f roles.sql
--     GRANT tollkeeper_viewer TO alice;
--
--   tollkeeper_viewer   sees everything, changes nothing
--   tollkeeper_writer   also records calls, as llm-toll does, and keeps the summaries
--   tollkeeper_admin    also resets budgets, undoes resets, and sets limits
--
-- Nobody may change or delete a logged call or an entry of the audit log. It may be run again at any
-- time, and should be after an update that brought new tables: the roles then have what is written
-- here, and nothing else. Who records has to be able to UPDATE budgets, so the difference between a
-- writer and an admin holds for those who come by Tollkeeper or llm-toll's own functions; a writer
-- with an SQL prompt can set a counter, which then differs from the log without an entry in the audit log.

BEGIN;

DO $roles$
DECLARE
    role_name text;
    relation regclass;
    log_ids text;
    sealing constant text[] :=
        ARRAY['tollkeeper_usage_daily', 'tollkeeper_sealing', 'tollkeeper_dirty_days'];
BEGIN
    IF to_regclass('usage_logs') IS NULL OR to_regclass('tollkeeper_audit') IS NULL
       OR to_regclass('tollkeeper_limits') IS NULL THEN
        RAISE EXCEPTION 'This database holds no complete store yet'
            USING HINT = 'Open it once with Tollkeeper as the owner of the tables, then run this again.';
    END IF;
    log_ids := pg_get_serial_sequence('usage_logs', 'id');

    FOREACH role_name IN ARRAY ARRAY['tollkeeper_viewer', 'tollkeeper_writer', 'tollkeeper_admin'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- made before, or by somebody else just now
        END;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role_name);
        FOR relation IN
            SELECT c.oid::regclass FROM pg_class AS c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
              AND (c.relname IN ('usage_logs', 'budgets') OR c.relname LIKE 'tollkeeper\_%')
        LOOP
            EXECUTE format('REVOKE ALL ON %s FROM %I', relation, role_name);
        END LOOP;
        IF log_ids IS NOT NULL THEN
            EXECUTE format('REVOKE ALL ON SEQUENCE %s FROM %I', log_ids, role_name);
        END IF;
    END LOOP;

    GRANT tollkeeper_viewer TO tollkeeper_writer;
    GRANT tollkeeper_writer TO tollkeeper_admin;

    FOR relation IN
        SELECT c.oid::regclass FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
          AND (c.relname IN ('usage_logs', 'budgets') OR c.relname LIKE 'tollkeeper\_%')
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO tollkeeper_viewer', relation);
    END LOOP;

    GRANT INSERT ON usage_logs TO tollkeeper_writer;
    GRANT INSERT, UPDATE ON budgets TO tollkeeper_writer;
    IF log_ids IS NOT NULL THEN
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO tollkeeper_writer', log_ids);
    END IF;
    FOREACH role_name IN ARRAY sealing LOOP
        IF to_regclass(role_name) IS NOT NULL THEN
            EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %I TO tollkeeper_writer', role_name);
        END IF;
    END LOOP;
    IF to_regclass('tollkeeper_received') IS NOT NULL THEN
        GRANT INSERT ON tollkeeper_received TO tollkeeper_writer;
    END IF;

    GRANT INSERT, UPDATE, DELETE ON tollkeeper_limits TO tollkeeper_admin;
    GRANT INSERT ON tollkeeper_audit TO tollkeeper_admin;
END
$roles$;

COMMIT;
