-- Small facts that change with the store: reading them costs the same at any size of the log. The
-- sum tells what a client with a slow clock did to a counter.
SELECT (SELECT count(*) FROM budgets), {iso (SELECT max(updated_at) FROM budgets)},
       (SELECT sum(total_cost) FROM budgets), {iso (SELECT max(last_reset_at) FROM budgets)},
       (SELECT max(id) FROM usage_logs), {outside_mark}
