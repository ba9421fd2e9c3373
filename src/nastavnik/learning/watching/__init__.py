"""Seconds as bits, tokens of players, and how much a time pays for: no Django, no rows."""
