-- Check and log in one statement, one round trip: lock, check, log, charge. Gives no row where the
-- project has no budgets row yet: there is nothing to lock then, and the call goes step by step.
--
-- The sum is rounded as round10() does it: from the shortest decimal of the double, which gives
-- the same as the exact binary value unless it lies within half a step of the double from a tie.
-- Below 100,000 USD that is at most 0.15 units of 1e-10; such a sum is left to round10() itself.
--
-- A statement that was sent over a connection that died since may still be waiting in a buffer. It
-- must not come true after its caller was told that nothing was recorded, so it looks at the
-- server's clock, after it has the lock, and does nothing when it is late.
WITH locked AS MATERIALIZED (
    SELECT total_cost FROM budgets WHERE project = :project FOR UPDATE
), summed AS MATERIALIZED (
    SELECT total_cost,
           LEAST(CAST(:cap AS double precision), {stored_cap_of :project}) AS cap,
           total_cost + CAST(:cost AS double precision) AS double_sum,
           clock_timestamp() <= CAST(:deadline AS timestamptz) AS in_time
    FROM locked
), decimal AS MATERIALIZED (
    SELECT total_cost, cap, in_time,
           CASE WHEN double_sum >= 0 AND double_sum < 100000
                THEN CAST(CAST(double_sum AS text) AS numeric) END AS decimal_sum
    FROM summed
), rounded AS MATERIALIZED (
    SELECT total_cost, cap, in_time,
           CAST(round(decimal_sum, 10) AS double precision) AS new_total,
           abs(mod(decimal_sum * 10000000000, 1) - 0.5) < 0.2 AS near_tie
    FROM decimal
), decided AS MATERIALIZED (
    SELECT cap, total_cost, new_total,
           CASE WHEN NOT in_time THEN 'late'
                WHEN new_total IS NULL OR near_tie THEN 'stepwise'
                WHEN total_cost >= cap THEN 'refused'
                WHEN new_total > cap THEN 'would_exceed'
                ELSE 'logged' END AS outcome
    FROM rounded
), logged AS (
    INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)
    SELECT :project, :model, CAST(:input_tokens AS integer), CAST(:output_tokens AS integer),
           CAST(:cost AS double precision), CAST(:now AS timestamptz)
    FROM decided WHERE outcome = 'logged'
), charged AS (
    UPDATE budgets SET total_cost = decided.new_total, updated_at = CAST(:now AS timestamptz)
    FROM decided WHERE decided.outcome = 'logged' AND budgets.project = :project
)
SELECT outcome, CASE outcome WHEN 'refused' THEN total_cost ELSE new_total END, cap FROM decided
