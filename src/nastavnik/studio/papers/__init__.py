"""Papers of the studio, set by `core.press`; pure."""
