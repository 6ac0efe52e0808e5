-- The next call of each project by the index of the log, and the first of them: a few steps, however
-- long the log is.
SELECT {stored {first_of}(moment)} FROM (
    SELECT (SELECT created_at FROM usage_logs WHERE project = of_project.name AND {beyond}
            ORDER BY created_at {order} LIMIT 1) AS moment
    FROM ({names}) AS of_project
) AS moments
