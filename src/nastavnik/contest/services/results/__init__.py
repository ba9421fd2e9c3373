"""Every change of what comes of a contest. Callers import from here."""

from nastavnik.contest.services.results.deciding import decide, take_places
from nastavnik.contest.services.results.letters import edit_letter
from nastavnik.contest.services.results.minutes import make_minutes
from nastavnik.contest.services.results.releasing import release_results
from nastavnik.contest.services.results.voting import vote_as_chair

__all__ = ["decide", "edit_letter", "make_minutes", "release_results", "take_places", "vote_as_chair"]
