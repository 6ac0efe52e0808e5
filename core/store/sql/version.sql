SELECT value FROM tollkeeper_meta WHERE key = 'schema_version'
