-- SPDX-FileCopyrightText: 2026 The Tollkeeper authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Makes usage_logs, as llm-toll created it, a table that is partitioned by month. For its owner:
--     psql -f partition.sql DATABASE_URL
-- Writers go on all the time but for the switch, which takes milliseconds. What there is becomes the
-- first partition, as it is. See SCALING.md.
\set ON_ERROR_STOP on
SET TIME ZONE 'UTC';
SELECT to_char(date_trunc('month', now() + interval '1 month'), 'YYYY-MM-DD') AS boundary \gset

-- 1. While everybody works: proof that all rows lie before the boundary, and the index that the new key
-- needs, so that the switch has nothing to read. Fails if a row is dated later: correct it first. The
-- switch has to be made before the boundary, or the constraint dropped again.
CREATE UNIQUE INDEX CONCURRENTLY usage_logs_id_created_at ON usage_logs (id, created_at);
ALTER TABLE usage_logs ADD CONSTRAINT usage_logs_before CHECK (created_at < :'boundary') NOT VALID;
ALTER TABLE usage_logs VALIDATE CONSTRAINT usage_logs_before;

-- 2. The switch. id comes first in the key: the newest calls are found by it.
BEGIN;
SET LOCAL lock_timeout = '2s';
LOCK TABLE usage_logs IN ACCESS EXCLUSIVE MODE;
ALTER TABLE usage_logs RENAME TO usage_logs_past;
ALTER TABLE usage_logs_past DROP CONSTRAINT usage_logs_pkey;
ALTER TABLE usage_logs_past ADD CONSTRAINT usage_logs_past_pkey PRIMARY KEY USING INDEX usage_logs_id_created_at;
ALTER INDEX idx_usage_logs_project_created RENAME TO usage_logs_past_project_created;
CREATE TABLE usage_logs (LIKE usage_logs_past INCLUDING DEFAULTS) PARTITION BY RANGE (created_at);
ALTER TABLE usage_logs ADD CONSTRAINT usage_logs_pkey PRIMARY KEY (id, created_at);
CREATE INDEX idx_usage_logs_project_created ON usage_logs (project, created_at DESC);
ALTER SEQUENCE usage_logs_id_seq OWNED BY usage_logs.id;
ALTER TABLE usage_logs ATTACH PARTITION usage_logs_past FOR VALUES FROM (MINVALUE) TO (:'boundary');
ALTER TABLE usage_logs_past DROP CONSTRAINT usage_logs_before;
SELECT format('CREATE TABLE %I PARTITION OF usage_logs FOR VALUES FROM (%L) TO (%L)',
              'usage_logs_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month')
FROM generate_series(CAST(:'boundary' AS timestamptz), CAST(:'boundary' AS timestamptz) + interval '11 months',
                     interval '1 month') AS month \gexec
-- So that no call is ever refused for its date.
CREATE TABLE usage_logs_other PARTITION OF usage_logs DEFAULT;
-- Who could use the table still can.
SELECT format('GRANT %s ON usage_logs TO %s', privilege_type,
              CASE grantee WHEN 0 THEN 'PUBLIC' ELSE CAST(CAST(grantee AS regrole) AS text) END)
FROM pg_class, aclexplode(relacl) WHERE oid = CAST('usage_logs_past' AS regclass) \gexec
COMMIT;
