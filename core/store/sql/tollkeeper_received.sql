-- The keys of the calls that were carried here from a local store's outbox: each is taken in once.
CREATE TABLE IF NOT EXISTS tollkeeper_received (
    key TEXT PRIMARY KEY,
    received_at {timestamp} NOT NULL
)
