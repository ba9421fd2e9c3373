"""What was really played of a film: pure, without the database. Second n is bit n of a number."""
