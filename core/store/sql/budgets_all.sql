SELECT project, total_cost, {iso last_reset_at}, {iso updated_at} FROM budgets
