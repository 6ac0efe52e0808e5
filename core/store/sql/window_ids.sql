SELECT count(*), min(id), max(id) FROM usage_logs WHERE {where}
