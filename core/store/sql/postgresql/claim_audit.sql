-- Takes the place of an audit entry: waits for a transaction that is about to add one with this id,
-- and takes nothing where it did. Always rolled back where it took something.
INSERT INTO tollkeeper_audit (id, at, action, project, amount, database_role, os_user, reason)
OVERRIDING SYSTEM VALUE
VALUES (:id, CAST(:at AS timestamptz), '', '', 0, '', '', '')
ON CONFLICT (id) DO NOTHING
