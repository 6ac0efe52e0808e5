CREATE TABLE IF NOT EXISTS usage_logs (
    id SERIAL PRIMARY KEY,
    project TEXT NOT NULL,
    model TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost DOUBLE PRECISION NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
)
