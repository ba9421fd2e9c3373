"""Reports of what was played, answered before Django."""
