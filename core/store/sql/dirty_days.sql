-- The last mark of each day tells whether another one came meanwhile.
SELECT day, max(id) FROM tollkeeper_dirty_days GROUP BY day ORDER BY day
