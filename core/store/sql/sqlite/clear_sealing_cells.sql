DELETE FROM temp.sealing_cells
