-- Which database this is; how many ms a standby is behind (0: it has replayed all that it was sent by a
-- primary to which it is connected; NULL: it cannot tell); whether it has replayed up to :position.
SELECT system_identifier || '/' || current_database(),
       CASE WHEN NOT pg_is_in_recovery() THEN 0
            WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
                 AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) THEN 0
            ELSE greatest(0, ceil(date_part('epoch',
                     clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)) END,
       NOT pg_is_in_recovery()
           OR coalesce(pg_last_wal_replay_lsn() >= CAST(nullif(:position, '') AS pg_lsn), true)
FROM pg_control_system()
