-- Locks many rows, in one order for everybody: two batches cannot deadlock.
SELECT total_cost, {iso last_reset_at}, {limit_of l.max_budget budgets.project},
       {limit_of l.period budgets.project}, {limit_of {iso l.updated_at} budgets.project},
       {iso {server_now}}, project
FROM budgets
WHERE project IN (SELECT value FROM json_array_elements_text(CAST(:projects AS json)))
ORDER BY project
FOR UPDATE OF budgets
