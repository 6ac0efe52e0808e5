-- Adds cells of the log to the sealed ones.
INSERT INTO tollkeeper_usage_daily AS sealed (day, cell, project, model, calls, input_tokens,
    output_tokens, whole_usd, rest_units, last_used, bad_calls, fold)
SELECT coalesce({day_number}, {unreadable_day}), {cell_key}, project, model, calls, input_tokens, output_tokens,
       whole_usd, rest_units, last_used, bad_calls, :fold
FROM {source} AS cells WHERE true
ON CONFLICT (day, cell) DO UPDATE SET calls = sealed.calls + excluded.calls,
    input_tokens = sealed.input_tokens + excluded.input_tokens,
    output_tokens = sealed.output_tokens + excluded.output_tokens,
    whole_usd = sealed.whole_usd + excluded.whole_usd,
    rest_units = sealed.rest_units + excluded.rest_units,
    last_used = {later sealed.last_used, excluded.last_used},
    bad_calls = sealed.bad_calls + excluded.bad_calls, fold = excluded.fold
