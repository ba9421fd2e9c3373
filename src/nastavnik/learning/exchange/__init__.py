"""Self-checks as they travel between programs: what a question is, what makes it a good one, Moodle XML. Knows no database."""
