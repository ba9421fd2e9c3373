"""Self-checks as pages show them."""

from nastavnik.learning.selectors.quizzes.contract import best_percents, has_quiz, passed_at, passed_pairs, published

__all__ = ["best_percents", "has_quiz", "passed_at", "passed_pairs", "published"]
