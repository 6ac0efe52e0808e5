-- Locks many rows, in one order for everybody: two batches cannot deadlock.
SELECT total_cost, {iso last_reset_at}, l.max_budget, l.period, {iso l.updated_at}, {iso {server_now}},
       budgets.project
FROM budgets LEFT JOIN {limits} AS l ON l.project = budgets.project
WHERE budgets.project IN (SELECT value FROM json_array_elements_text(CAST(:projects AS json)))
ORDER BY budgets.project
FOR UPDATE OF budgets
