-- The counter and its limit; what the server's clock says decides whether the period is over.
SELECT total_cost, {iso last_reset_at}, {limit_of l.max_budget budgets.project},
       {limit_of l.period budgets.project}, {limit_of {iso l.updated_at} budgets.project},
       {iso {server_now}}
FROM budgets WHERE project = :project {for_update}
