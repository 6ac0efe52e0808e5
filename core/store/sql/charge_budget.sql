UPDATE budgets SET total_cost = :total, updated_at = {moment :now} WHERE project = :project
