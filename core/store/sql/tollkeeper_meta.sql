-- Facts about Tollkeeper's own tables: schema_version.
CREATE TABLE IF NOT EXISTS tollkeeper_meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
)
