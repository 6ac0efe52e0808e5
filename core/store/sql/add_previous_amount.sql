-- From schema 1 to 2: the total that a repair replaced.
ALTER TABLE tollkeeper_audit ADD COLUMN previous_amount DOUBLE PRECISION
