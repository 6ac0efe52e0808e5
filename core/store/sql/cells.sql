-- Rows of the log added up by bucket x project x model: the good ones, and how many are bad. A date
-- that cannot be read gives a NULL bucket; of an endless name (of a bad row) only the start is kept. Whole dollars and the rest in units of 1e-10 USD are
-- added apart: neither can overflow.
SELECT bucket, project, model, CAST(sum(good) AS BIGINT) AS calls,
       CAST(sum(input_tokens) AS BIGINT) AS input_tokens,
       CAST(sum(output_tokens) AS BIGINT) AS output_tokens,
       CAST(sum(units / 10000000000) AS BIGINT) AS whole_usd,
       CAST(sum(units % 10000000000) AS BIGINT) AS rest_units,
       max(moment) AS last_used, CAST(sum(1 - good) AS BIGINT) AS bad_calls
FROM (
    SELECT {bucket} AS bucket,
           CASE WHEN good THEN CAST(project AS TEXT)
                ELSE substr(CAST(project AS TEXT), 1, {longest_name}) END AS project,
           CASE WHEN good THEN CAST(model AS TEXT)
                ELSE substr(CAST(model AS TEXT), 1, {longest_name}) END AS model,
           CASE WHEN good THEN 1 ELSE 0 END AS good,
           CASE WHEN good THEN input_tokens ELSE 0 END AS input_tokens,
           CASE WHEN good THEN output_tokens ELSE 0 END AS output_tokens,
           CASE WHEN good THEN CAST(round(cost * 1e10) AS BIGINT) ELSE 0 END AS units,
           CASE WHEN good THEN moment END AS moment
    FROM (SELECT *, {good_at moment} AS good
          FROM (SELECT project, model, input_tokens, output_tokens, cost, created_at,
                       {utc created_at} AS moment
                FROM {log} WHERE {where} {apart}) AS calls_read WHERE true {apart}) AS calls_judged
    WHERE true
) AS calls_checked
GROUP BY bucket, project, model
