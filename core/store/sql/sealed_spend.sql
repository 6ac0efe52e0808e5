-- Sealed days added up; {bucket} is the day, or one bucket for all, which needs no grouping.
SELECT {bucket}, project, model, CAST(sum(calls) AS BIGINT), CAST(sum(input_tokens) AS BIGINT),
       CAST(sum(output_tokens) AS BIGINT), CAST(sum(whole_usd) AS BIGINT),
       CAST(sum(rest_units) AS BIGINT), {iso max(last_used)}, CAST(sum(bad_calls) AS BIGINT)
FROM tollkeeper_usage_daily WHERE {where}
GROUP BY {groups}
