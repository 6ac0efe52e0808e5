DELETE FROM tollkeeper_limits WHERE project = :project RETURNING max_budget
