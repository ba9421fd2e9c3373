"""Writes of LTI: platforms, entrances, people, grades, keys."""
