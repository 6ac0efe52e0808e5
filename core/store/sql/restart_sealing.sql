INSERT INTO tollkeeper_sealing (id, epoch, fold, sealed_to, partitions) VALUES (1, 1, 1, 0, {partitions})
ON CONFLICT (id) DO UPDATE SET epoch = tollkeeper_sealing.epoch + 1,
    fold = tollkeeper_sealing.fold + 1, sealed_to = 0, partitions = {partitions}
