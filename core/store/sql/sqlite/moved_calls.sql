-- Calls that are in another store by now, and here only as copies; those that count, as everywhere.
SELECT o.target, l.project, l.model, l.input_tokens, l.output_tokens, l.cost, l.created_at
FROM tollkeeper_outbox o JOIN usage_logs l ON l.id = o.log_id
WHERE o.moved_at IS NOT NULL AND {good}
