SELECT coalesce(max(id), 0) FROM usage_logs
