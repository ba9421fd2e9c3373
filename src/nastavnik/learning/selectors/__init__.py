"""Questions that others may ask of learning."""
