"""What contests do when the apps below them tell something."""
