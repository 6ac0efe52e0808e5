-- Of a project, above an id that is known already: short under the lock, however long the log.
SELECT max(id) FROM usage_logs WHERE project = :project AND id > :above
