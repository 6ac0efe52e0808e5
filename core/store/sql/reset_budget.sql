UPDATE budgets SET total_cost = :total, last_reset_at = {moment :last_reset}, updated_at = {moment :now}
WHERE project = :project
