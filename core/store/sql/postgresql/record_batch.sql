-- Logs many calls and charges their projects, whose rows are locked and whose totals are decided.
WITH logged AS (
    INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)
    SELECT project, model, input_tokens, output_tokens, cost, created_at
    FROM json_to_recordset(CAST(:calls AS json)) AS call (
        project TEXT, model TEXT, input_tokens INTEGER, output_tokens INTEGER,
        cost DOUBLE PRECISION, created_at TIMESTAMPTZ)
), charged AS (
    UPDATE budgets SET total_cost = charge.total, updated_at = CAST(:now AS timestamptz)
    FROM json_to_recordset(CAST(:totals AS json)) AS charge (project TEXT, total DOUBLE PRECISION)
    WHERE budgets.project = charge.project
)
SELECT 1
