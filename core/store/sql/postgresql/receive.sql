-- Gives the keys that were not there yet.
INSERT INTO tollkeeper_received (key, received_at)
SELECT value, CAST(:now AS timestamptz) FROM json_array_elements_text(CAST(:keys AS json))
ORDER BY value
ON CONFLICT (key) DO NOTHING RETURNING key
