"""Every read of projects, of beginning and promoting them, and of the templates of funds."""
