"""Pages of topics and of production."""
