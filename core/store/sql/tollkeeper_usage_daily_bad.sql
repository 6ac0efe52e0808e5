CREATE INDEX IF NOT EXISTS tollkeeper_usage_daily_bad ON tollkeeper_usage_daily (day) WHERE bad_calls > 0
