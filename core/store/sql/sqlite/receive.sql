-- Gives the keys that were not there yet.
INSERT INTO tollkeeper_received (key, received_at) SELECT value, :now FROM json_each(:keys) WHERE true
ON CONFLICT (key) DO NOTHING RETURNING key
