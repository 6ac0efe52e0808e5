-- Small facts that change with the store: reading them costs the same at any size of the log. The
-- sums tell what a client with a slow clock did to a counter, and a call with a lower id that comes late.
SELECT (SELECT count(*) FROM budgets), {iso (SELECT max(updated_at) FROM budgets)},
       (SELECT sum(total_cost) FROM budgets), {iso (SELECT max(last_reset_at) FROM budgets)},
       (SELECT sum(id) FROM (SELECT id FROM usage_logs ORDER BY id DESC LIMIT 1000) AS newest),
       {outside_mark}
