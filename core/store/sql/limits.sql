SELECT project, max_budget, period, warn_percents, {iso updated_at}, {iso {server_now}}
FROM tollkeeper_limits
