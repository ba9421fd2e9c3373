"""What the press needs to know of a collection, and what the desk sees of the press."""
