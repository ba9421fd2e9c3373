"""What learning does."""
