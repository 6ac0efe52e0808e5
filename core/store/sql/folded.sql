UPDATE tollkeeper_sealing SET fold = :fold, sealed_to = :sealed_to WHERE id = 1
