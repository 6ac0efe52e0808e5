-- Makes sure of many rows, in one order for everybody; gives those that were not there.
INSERT INTO budgets (project, total_cost, updated_at)
SELECT value, 0.0, CAST(:now AS timestamptz) FROM json_array_elements_text(CAST(:projects AS json))
ORDER BY value
ON CONFLICT (project) DO NOTHING
RETURNING project
