INSERT INTO tollkeeper_limits (project, max_budget, period, warn_percents, updated_at, updated_by)
VALUES (:project, :max_budget, :period, :warn_percents, {moment :now}, :updated_by)
ON CONFLICT (project) DO UPDATE SET max_budget = excluded.max_budget, period = excluded.period,
    warn_percents = excluded.warn_percents, updated_at = excluded.updated_at,
    updated_by = excluded.updated_by
