-- Cells that changed since a step of sealing that the reader knows.
SELECT day, project, model, calls, input_tokens, output_tokens, whole_usd, rest_units, {iso last_used},
       bad_calls
FROM tollkeeper_usage_daily WHERE fold > :known_fold
