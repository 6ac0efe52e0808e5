-- Small facts that change with the store: reading them costs the same at any size of the log.
SELECT (SELECT count(*) FROM budgets), {iso (SELECT max(updated_at) FROM budgets)},
       (SELECT max(id) FROM usage_logs), {outside_mark}
