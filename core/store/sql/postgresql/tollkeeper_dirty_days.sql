-- Days in which rows were changed or deleted: their cells do not count until they are sealed again.
-- Only ever inserted into by the triggers, so that they wait for nobody.
CREATE TABLE IF NOT EXISTS tollkeeper_dirty_days (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day INTEGER NOT NULL
)
