-- What each project may spend. warn_percents: "50,80,100".
CREATE TABLE IF NOT EXISTS tollkeeper_limits (
    project TEXT PRIMARY KEY,
    max_budget DOUBLE PRECISION NOT NULL,
    period TEXT,
    warn_percents TEXT NOT NULL,
    updated_at {timestamp} NOT NULL,
    updated_by TEXT NOT NULL
)
