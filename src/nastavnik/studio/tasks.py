"""What topics and production do by themselves."""
