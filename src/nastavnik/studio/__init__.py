"""From what people ask for to the next lesson: topics, votes, production cards. See README.md."""
