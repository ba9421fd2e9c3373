"""Every read of the search. What other apps may call is named here."""

from nastavnik.search.selectors.grammar import KnownWord, NameKind, known_words
from nastavnik.search.selectors.misses import Miss, misses_listing, misses_since
from nastavnik.search.selectors.results import Group, Results, Suggestion, Tick, related, search, suggestions
from nastavnik.search.selectors.telling import telling_lemmas

__all__ = [
    "Group",
    "KnownWord",
    "Miss",
    "NameKind",
    "Results",
    "Suggestion",
    "Tick",
    "known_words",
    "misses_listing",
    "misses_since",
    "related",
    "search",
    "suggestions",
    "telling_lemmas",
]
