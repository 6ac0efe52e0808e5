SELECT total_cost, {iso last_reset_at}, {stored_cap_of budgets.project}
FROM budgets WHERE project = :project {for_update}
