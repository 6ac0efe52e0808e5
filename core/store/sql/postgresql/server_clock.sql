SELECT {iso clock_timestamp()}
