-- By rows, not by ids: there may be gaps of any size.
SELECT max(id) FROM (SELECT id FROM usage_logs WHERE id > :above AND id <= :settled
                     ORDER BY id LIMIT :rows) AS portion
