-- A row that was given an id by hand moves the sequence, too. Without one, ids are given again.
SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'usage_logs'), 0)
