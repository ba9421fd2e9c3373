"""Sentences of xAPI 1.0.3: what is told of learning, in the words of its profiles. Knows no rows and no network."""
