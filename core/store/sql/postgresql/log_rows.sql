-- Read by COPY in its binary format: so the types are fixed. The last column is empty for a good row; of
-- any other it is the date as text, which may be infinite or beyond the calendar.
SELECT project, model, CAST(input_tokens AS bigint), CAST(output_tokens AS bigint),
       CAST(cost AS double precision), CAST(created_at AS timestamptz),
       CASE WHEN {good} THEN NULL ELSE coalesce(CAST(created_at AS text), '') END
FROM {log} WHERE {where}
ORDER BY created_at {order}, id {order}
