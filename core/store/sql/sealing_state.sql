-- Whether every change since the beginning was marked and no id was given twice; partitions: the tables
-- that the log is made of, as sealed and as they are.
SELECT epoch, fold, sealed_to, partitions, {marked} AND {reaches}, {partitions}
FROM tollkeeper_sealing WHERE id = 1
