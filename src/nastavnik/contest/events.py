"""What contests tell the apps above them. See docs/architecture/events.md."""
