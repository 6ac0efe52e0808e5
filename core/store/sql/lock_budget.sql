SELECT total_cost, {iso last_reset_at} FROM budgets WHERE project = :project {for_update}
