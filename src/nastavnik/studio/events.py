"""News of the studio, for the apps above."""
