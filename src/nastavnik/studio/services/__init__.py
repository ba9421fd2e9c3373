"""Parts: see README.md of the app."""
