-- A row that was only made to be locked: a refusal writes nothing.
DELETE FROM budgets WHERE project = :project
