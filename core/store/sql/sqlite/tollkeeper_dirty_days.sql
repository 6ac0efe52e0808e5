-- Days in which rows were changed or deleted: their cells do not count until they are sealed again.
CREATE TABLE IF NOT EXISTS tollkeeper_dirty_days (
    day INTEGER PRIMARY KEY,
    id INTEGER NOT NULL
)
