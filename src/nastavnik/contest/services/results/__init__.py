"""Every change of what comes of a contest. Callers import from here."""

from nastavnik.contest.services.results.deciding import decide, take_places
from nastavnik.contest.services.results.forgetting import forget_person
from nastavnik.contest.services.results.gallery import show_idea, vote_for_idea
from nastavnik.contest.services.results.letters import edit_letter
from nastavnik.contest.services.results.minutes import make_minutes
from nastavnik.contest.services.results.releasing import release_results
from nastavnik.contest.services.results.voting import vote_as_chair

__all__ = [
    "decide",
    "edit_letter",
    "forget_person",
    "make_minutes",
    "release_results",
    "show_idea",
    "take_places",
    "vote_as_chair",
    "vote_for_idea",
]
