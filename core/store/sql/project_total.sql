SELECT total_cost FROM budgets WHERE project = :project
