CREATE TEMP TABLE IF NOT EXISTS sealing_cells (bucket, project, model, calls, input_tokens,
    output_tokens, whole_usd, rest_units, last_used, bad_calls)
