SELECT CAST(CAST(CAST(:table AS bigint) AS oid) AS regclass)
