-- Days of which the log, as far as it is sealed, has another number of rows than the sealed cells.
SELECT day FROM (
    SELECT {day_of created_at} AS day, count(*) AS calls FROM usage_logs WHERE id <= :sealed_to GROUP BY 1
    UNION ALL
    SELECT day, -sum(calls + bad_calls) FROM tollkeeper_usage_daily GROUP BY 1
) AS both_sides
GROUP BY day HAVING sum(calls) <> 0
