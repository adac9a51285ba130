"""The demonstration of accident cases: one played from the first report to the archive, and one at each stage."""
