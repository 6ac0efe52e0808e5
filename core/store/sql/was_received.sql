SELECT count(*) FROM tollkeeper_received WHERE key = :key
