-- The log up to id sealed_to, added up by UTC day x project x model, and the number of bad rows. Days
-- since 1970-01-01; a date that cannot be read is {unreadable_day}. cell stands for project and model in the
-- key, whatever their length; fold is the step of sealing that last changed the row.
CREATE TABLE IF NOT EXISTS tollkeeper_usage_daily (
    day INTEGER NOT NULL,
    cell TEXT NOT NULL,
    project TEXT NOT NULL,
    model TEXT NOT NULL,
    calls BIGINT NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    whole_usd BIGINT NOT NULL,
    rest_units BIGINT NOT NULL,
    last_used {timestamp},
    bad_calls BIGINT NOT NULL,
    fold BIGINT NOT NULL,
    PRIMARY KEY (day, cell)
)
