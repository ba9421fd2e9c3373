"""Who suits whom in a whole network: costs, the best assignment, and its reasons. Pure: no database, no words for people.

What the costs are and why is told in docs/decisions/2026-11-26-matching.md.
"""

from nastavnik.mentoring.matching.assignment import Pair, Step, match
from nastavnik.mentoring.matching.people import Earlier, Home, MenteeSide, MentorSide
from nastavnik.mentoring.matching.reasons import Kind, Reason, cost_of, reasons_of

__all__ = [
    "Earlier",
    "Home",
    "Kind",
    "MenteeSide",
    "MentorSide",
    "Pair",
    "Reason",
    "Step",
    "cost_of",
    "match",
    "reasons_of",
]
