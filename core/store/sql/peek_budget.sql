-- As lock_budget.sql, without the lock.
SELECT total_cost, {iso last_reset_at}, l.max_budget, l.period, {iso l.updated_at}, {iso {server_now}}
FROM budgets LEFT JOIN {limits} AS l ON l.project = budgets.project
WHERE budgets.project = :project
