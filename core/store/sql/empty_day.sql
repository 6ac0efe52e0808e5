-- Emptied, not deleted: who has read the cells before must see that they changed.
UPDATE tollkeeper_usage_daily
SET calls = 0, input_tokens = 0, output_tokens = 0, whole_usd = 0, rest_units = 0, last_used = NULL,
    bad_calls = 0, fold = :fold
WHERE day = :day
