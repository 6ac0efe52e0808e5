UPDATE tollkeeper_sealing SET fold = fold + 1, partitions = :tables WHERE id = 1
