"""How well a question does its work, from sums over answers. Knows no database.

Two measures of classical test theory:

- difficulty, the p-value: the mean share of its points that a question gets (Crocker & Algina, Introduction to Classical and
  Modern Test Theory, 1986, ch. 14);
- discrimination: Pearson's correlation of the share with the points of all *other* questions of the same attempt, the
  corrected item-total correlation, which for right-or-wrong questions is the point-biserial one (Henrysson, Psychometrika 28,
  1963). Its steps (0.40, 0.30, 0.20) are those of Ebel & Frisbie, Essentials of Educational Measurement, 5th ed., 1991, p. 232.

Only first attempts are looked at: in later ones people know the questions.
"""

import math
from dataclasses import dataclass

# Below this a measure says more of chance than of the question.
FEWEST_ANSWERS = 10
HARD_SHARE = 0.3
EASY_SHARE = 0.95
WEAK_DISCRIMINATION = 0.2
GOOD_DISCRIMINATION = 0.4


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the first attempts in which a question was asked: x is its share, y the points of the other questions.

    `answers` are those of which everything is read: only they are in the sums.
    """

    asked: int = 0
    answers: int = 0
    unanswered: int = 0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    yy: float = 0.0
    xy: float = 0.0

    @property
    def share(self) -> float:
        """Return the mean share of its points that the question gets."""
        return self.x / self.answers if self.answers else 0.0

    @property
    def discrimination(self) -> float | None:
        """Return the corrected item-total correlation; None where all answers, or all attempts, are the same."""
        n = self.answers
        spread = (n * self.xx - self.x**2) * (n * self.yy - self.y**2)
        # rounding may leave a little below nothing
        if n < 2 or spread <= 1e-9 * n**4:  # noqa: PLR2004 -- of one attempt nothing can be compared
            return None
        return max(-1.0, min(1.0, (n * self.xy - self.x * self.y) / math.sqrt(spread)))

    @property
    def is_enough(self) -> bool:
        """Tell whether there are enough answers to judge by."""
        return self.answers >= FEWEST_ANSWERS


def minutes_of(begin: int, end: int | None) -> range:
    """Return the minutes of a film (from 0) that a moment touches; without an end, the one in which it begins."""
    last = begin if end is None else max(end - 1, begin)
    return range(begin // 60, last // 60 + 1)
