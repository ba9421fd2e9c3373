"""Who judges what, worked out without rows: see `spread`."""
