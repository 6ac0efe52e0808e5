SELECT a.id, {iso a.at}, a.action, a.project, a.amount, a.covers_log_id, a.database_role, a.os_user,
       a.reason, a.undoes, u.id, {iso a.previous_reset_at}, a.previous_amount,
       a.max_budget
FROM tollkeeper_audit a LEFT JOIN tollkeeper_audit u ON u.undoes = a.id
WHERE :all_projects = 1 OR a.project = :project
ORDER BY a.id DESC LIMIT :most
