-- Totals of projects and models are read from it in their order; SQLite would sort all cells first.
CREATE INDEX IF NOT EXISTS tollkeeper_usage_daily_sums ON tollkeeper_usage_daily (project, model, day, calls,
    input_tokens, output_tokens, whole_usd, rest_units, last_used, bad_calls)
