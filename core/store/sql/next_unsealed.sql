-- Of the rows above the sealed ones, which are few: by id, not by time.
WITH unsealed AS MATERIALIZED (SELECT * FROM {log_by_id} WHERE id > :sealed_to)
SELECT {stored {first_of}(created_at)} FROM unsealed WHERE {where}
