-- Locks many rows, in one order for everybody: two batches cannot deadlock.
SELECT project, total_cost, {stored_cap_of budgets.project}
FROM budgets
WHERE project IN (SELECT value FROM json_array_elements_text(CAST(:projects AS json)))
ORDER BY project
FOR UPDATE OF budgets
