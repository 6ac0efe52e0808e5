SELECT (SELECT count(*) FROM tollkeeper_limits), {iso (SELECT max(updated_at) FROM tollkeeper_limits)},
       (SELECT sum(max_budget) FROM tollkeeper_limits), (SELECT max(id) FROM tollkeeper_audit)
