-- What waits, by where it belongs. A call whose row was deleted is not waiting for anything.
SELECT o.target, count(*), sum(CAST(round(l.cost * 1e10) AS INTEGER))
FROM tollkeeper_outbox o JOIN usage_logs l ON l.id = o.log_id
WHERE o.moved_at IS NULL
GROUP BY o.target ORDER BY o.target
