SELECT max_budget FROM tollkeeper_limits WHERE project = :project
