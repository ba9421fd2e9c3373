"""What topics and production do when the apps below them tell something."""
