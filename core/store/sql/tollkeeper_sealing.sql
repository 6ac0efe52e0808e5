-- How far sealing has come: one row. epoch counts beginnings from nothing, fold counts steps.
CREATE TABLE IF NOT EXISTS tollkeeper_sealing (
    id INTEGER PRIMARY KEY,
    epoch BIGINT NOT NULL,
    fold BIGINT NOT NULL,
    sealed_to BIGINT NOT NULL,
    partitions TEXT NOT NULL
)
