SELECT {bucket_number}, project, model, calls, input_tokens, output_tokens, whole_usd, rest_units,
       {iso last_used}, bad_calls
FROM ({cells}) AS cells
