SELECT count(*) FROM tollkeeper_audit WHERE id = :id AND project = :project AND at = {moment :at}
