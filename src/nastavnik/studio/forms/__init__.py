"""Forms of topics and of production."""
