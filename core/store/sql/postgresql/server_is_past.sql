SELECT CASE WHEN clock_timestamp() > CAST(:deadline AS timestamptz) THEN 0
       ELSE ceil(date_part('epoch', CAST(:deadline AS timestamptz) - clock_timestamp()) * 1000) END
