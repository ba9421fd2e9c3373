"""What the school of learning hears from the apps below."""
