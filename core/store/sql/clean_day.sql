DELETE FROM tollkeeper_dirty_days WHERE day = :day AND id <= :mark
