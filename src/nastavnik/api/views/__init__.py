"""What programs are answered, and the pages about it."""
