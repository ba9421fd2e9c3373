"""Certificates as paper and as badges: pure, knowing nothing of rows. See `press.py` and `badge/`."""
