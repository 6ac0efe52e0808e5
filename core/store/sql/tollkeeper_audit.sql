-- Only ever added to. undoes is unique: a reset is taken back once, whoever tries.
CREATE TABLE IF NOT EXISTS tollkeeper_audit (
    id {identity},
    at {timestamp} NOT NULL,
    action TEXT NOT NULL,
    project TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    covers_log_id BIGINT,
    previous_reset_at {timestamp},
    database_role TEXT NOT NULL,
    os_user TEXT NOT NULL,
    reason TEXT NOT NULL,
    undoes BIGINT UNIQUE REFERENCES tollkeeper_audit (id),
    previous_amount DOUBLE PRECISION,
    max_budget DOUBLE PRECISION
)
