-- A project's first call has no row to lock: make sure of it before locking.
INSERT INTO budgets (project, total_cost, updated_at) VALUES (:project, 0.0, {moment :now})
ON CONFLICT (project) DO NOTHING
