SELECT project, max_budget, period, warn_percents FROM tollkeeper_limits
