CREATE TABLE IF NOT EXISTS budgets (
    project TEXT PRIMARY KEY,
    total_cost REAL NOT NULL DEFAULT 0.0,
    last_reset_at TEXT,
    updated_at TEXT NOT NULL
)
