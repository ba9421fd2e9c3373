"""What mentoring tells the apps above it. See docs/architecture/events.md."""
