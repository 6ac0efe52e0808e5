CREATE INDEX IF NOT EXISTS tollkeeper_usage_daily_fold ON tollkeeper_usage_daily (fold)
