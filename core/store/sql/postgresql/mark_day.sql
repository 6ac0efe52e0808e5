INSERT INTO tollkeeper_dirty_days (day) VALUES (CAST(:day AS integer))
