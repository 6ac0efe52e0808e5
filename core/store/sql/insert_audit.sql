INSERT INTO tollkeeper_audit (at, action, project, amount, covers_log_id, previous_reset_at,
                              database_role, os_user, reason, undoes, previous_amount, max_budget)
VALUES ({moment :at}, :action, :project, :amount, :covers_log_id, {moment :previous_reset_at},
        :database_role, :os_user, :reason, :undoes, :previous_amount, :max_budget)
RETURNING id
