INSERT INTO tollkeeper_dirty_days (day, id) VALUES (:day, 1) ON CONFLICT (day) DO UPDATE SET id = id + 1
