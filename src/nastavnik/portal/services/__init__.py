"""What the portal keeps: pictures that are drawn once."""
