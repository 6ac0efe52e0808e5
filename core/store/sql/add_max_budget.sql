-- From schema 1 to 2: the limit that a closed period was held to.
ALTER TABLE tollkeeper_audit ADD COLUMN max_budget DOUBLE PRECISION
