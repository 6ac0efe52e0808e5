SELECT EXISTS (SELECT 1 FROM budgets WHERE project = :project)
    OR EXISTS (SELECT 1 FROM usage_logs WHERE project = :project)
