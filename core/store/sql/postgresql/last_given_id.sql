-- The last id that the log's sequence gave, or the last that is left; NULL where that does not mean that all lower ones were given
-- before it. A session that takes ids in stock holds old ones without a lock that shows it.
SELECT CASE WHEN count(*) = 1 AND max(seqcache) = 1 AND min(seqincrement) > 0 AND NOT bool_or(seqcycle)
       THEN LEAST(coalesce(pg_sequence_last_value(CAST(max(seqrelid) AS regclass)), 0),
                  (SELECT coalesce(max(id), 0) FROM usage_logs)) END
FROM pg_sequence
WHERE seqrelid IN (
    SELECT used.refobjid FROM pg_attrdef AS given
    JOIN pg_depend AS used ON used.classid = CAST('pg_attrdef' AS regclass) AND used.objid = given.oid
    WHERE used.refclassid = CAST('pg_class' AS regclass) AND given.adrelid IN {log_tables}
    UNION ALL
    SELECT objid FROM pg_depend
    WHERE classid = CAST('pg_class' AS regclass) AND refclassid = CAST('pg_class' AS regclass)
      AND deptype = 'i' AND refobjid IN {log_tables})
