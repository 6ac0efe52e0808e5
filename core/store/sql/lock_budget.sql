-- The counter and its limit; what the server's clock says decides whether the period is over.
SELECT total_cost, {iso last_reset_at}, l.max_budget, l.period, {iso l.updated_at}, {iso {server_now}}
FROM budgets LEFT JOIN {limits} AS l ON l.project = budgets.project
WHERE budgets.project = :project {for_update}
