"""News of the audience, for the apps above."""
