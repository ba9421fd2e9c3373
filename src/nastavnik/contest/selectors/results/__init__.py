"""What comes of a contest, to be read: ranking, minutes, decisions, letters, results, diplomas, numbers."""
