-- As lock_budget.sql, without the lock.
SELECT total_cost, {iso last_reset_at}, {limit_of l.max_budget budgets.project},
       {limit_of l.period budgets.project}, {limit_of {iso l.updated_at} budgets.project},
       {iso {server_now}}
FROM budgets WHERE project = :project
