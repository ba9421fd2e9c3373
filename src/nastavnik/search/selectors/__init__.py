"""Every read of the search. What other apps may call is named here."""

from nastavnik.search.selectors.misses import misses_listing
from nastavnik.search.selectors.results import Group, Results, Suggestion, Tick, search, suggestions

__all__ = ["Group", "Results", "Suggestion", "Tick", "misses_listing", "search", "suggestions"]
