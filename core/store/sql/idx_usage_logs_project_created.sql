CREATE INDEX IF NOT EXISTS idx_usage_logs_project_created ON usage_logs (project, created_at DESC)
