SELECT o.log_id, o.key, l.project, l.model, l.input_tokens, l.output_tokens, l.cost, l.created_at
FROM tollkeeper_outbox o JOIN usage_logs l ON l.id = o.log_id
WHERE o.moved_at IS NULL AND o.log_id > :after AND (:any_target = 1 OR o.target = :target)
ORDER BY o.log_id LIMIT :most
