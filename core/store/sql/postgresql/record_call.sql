-- Check and log in one statement, one round trip: lock, check, log, charge. Gives no row where the
-- project has no budgets row yet: there is nothing to lock then, and the call goes step by step. So it
-- does where the budget's period is over, which somebody has to close first: endedPeriod() in SQL.
--
-- The sum is rounded as round10() does it. Below 100,000 USD a sum has less than 1e15 units of 1e-10;
-- their number as a double is off by at most 1/16, so that round() gives the right one unless the
-- sum lies near a tie, which is left to round10() itself. A whole number below 2^53 divided by 1e10
-- is the double nearest to that decimal.
--
-- A statement that was sent over a connection that died since may still be waiting in a buffer. It
-- must not come true after its caller was told that nothing was recorded, so it looks at the
-- server's clock, after it has the lock, and does nothing when it is late. Nor does it wait for the
-- lock for longer than limit_waits.sql says: behind a pooler, where clients share sessions, by a setting
-- for this statement alone.
--
-- Who waited for the lock has a snapshot from before the wait. An UPDATE would look for the row as it was
-- then, follow its versions to the newest and check everything again, with everybody else waiting; the
-- conflict arm takes the newest through the index at once. The row is there, and is ours: it never inserts.
--
-- The server makes all of the statement ready once more for whoever waited, with everybody else waiting: it
-- has as few steps as can be. clock_timestamp() stands outside of what is locked, to be read afterwards.
WITH decided AS MATERIALIZED (
    SELECT cap, total_cost, new_total,
           CASE WHEN clock_timestamp() > CAST(:deadline AS timestamptz) THEN 'late'
                WHEN new_total IS NULL
                     OR date_trunc(CASE period WHEN 'daily' THEN 'day' WHEN 'weekly' THEN 'week'
                                               WHEN 'monthly' THEN 'month' END,
                                   clock_timestamp(), 'UTC') > GREATEST(last_reset_at, limit_set_at)
                THEN 'stepwise'
                WHEN total_cost >= cap THEN 'refused'
                WHEN new_total > cap THEN 'would_exceed'
                ELSE 'logged' END AS outcome
    FROM (
        SELECT total_cost, last_reset_at, period, limit_set_at,
               LEAST(CAST(:cap AS double precision), max_budget) AS cap,
               CASE WHEN units >= 0 AND units < 1e15 AND abs(units - floor(units) - 0.5) > 0.2
                    THEN round(units) / 1e10 END AS new_total
        FROM (
            SELECT *, (total_cost + CAST(:cost AS double precision)) * 1e10 AS units
            FROM (
                SELECT total_cost, last_reset_at, l.max_budget, l.period, l.updated_at AS limit_set_at
                FROM budgets LEFT JOIN {limits} AS l ON l.project = budgets.project
                WHERE budgets.project = :project AND {limits_waits}
                FOR UPDATE OF budgets
            ) AS locked
        ) AS summed
    ) AS rounded
), logged AS (
    INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)
    SELECT :project, :model, CAST(:input_tokens AS integer), CAST(:output_tokens AS integer),
           CAST(:cost AS double precision), CAST(:now AS timestamptz)
    FROM decided WHERE outcome = 'logged'
), charged AS (
    INSERT INTO budgets (project, total_cost, updated_at)
    SELECT :project, new_total, CAST(:now AS timestamptz) FROM decided WHERE outcome = 'logged'
    ON CONFLICT (project) DO UPDATE
    SET total_cost = EXCLUDED.total_cost, updated_at = EXCLUDED.updated_at
)
SELECT outcome, CASE outcome WHEN 'refused' THEN total_cost ELSE new_total END, cap FROM decided
