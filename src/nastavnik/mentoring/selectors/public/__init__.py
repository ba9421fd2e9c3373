"""Every read of public answers."""
