-- Whether one row, given as six values, is part of the sums.
SELECT ({good}) IS TRUE
FROM (SELECT ?1 AS project, ?2 AS model, ?3 AS input_tokens, ?4 AS output_tokens, ?5 AS cost,
             ?6 AS created_at)
