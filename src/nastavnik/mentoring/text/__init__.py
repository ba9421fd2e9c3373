"""What mentoring knows of text, without Django: `contacts` finds what leads to somebody in it."""
