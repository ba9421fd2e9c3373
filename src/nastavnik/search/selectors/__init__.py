"""Every read of the search. What other apps may call is named here."""

from nastavnik.search.selectors.grammar import KnownWord, NameKind, known_words
from nastavnik.search.selectors.misses import misses_listing
from nastavnik.search.selectors.results import Group, Results, Suggestion, Tick, related, search, suggestions

__all__ = [
    "Group",
    "KnownWord",
    "NameKind",
    "Results",
    "Suggestion",
    "Tick",
    "known_words",
    "misses_listing",
    "related",
    "search",
    "suggestions",
]
