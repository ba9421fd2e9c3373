"""Forms of learning: the shape of what is typed, and what is said when it is not right."""
