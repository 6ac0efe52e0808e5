-- Adding up takes long: it is done before the write lock is taken.
INSERT INTO temp.sealing_cells {cells}
