"""Text as the search understands it, without Django: words, their lemmas, questions, closeness, marks, mistakes."""
