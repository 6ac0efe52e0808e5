-- marked: the triggers are there; partitions: of the log, as sealed and as they are.
SELECT epoch, fold, sealed_to, partitions, {marked}, {partitions} FROM tollkeeper_sealing WHERE id = 1
