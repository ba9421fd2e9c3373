"""Names of people, places and libraries, telephones and addresses in a text that is to become public.

It points; it never decides, and never changes a word: a methodist reads the text in any case.
"""

from collections.abc import Iterable, Iterator

from nastavnik.mentoring.text.contacts import Lead, Mark, Piece, cut, find_contacts, sift
from nastavnik.people.models import User
from nastavnik.people.permissions import libraries_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.search.selectors import KnownWord, NameKind, known_words

LEADS = {NameKind.PERSON: Lead.PERSON, NameKind.PLACE: Lead.PLACE}
# Shorter names are words of the language more often than names.
FEWEST_LETTERS = 4
ENDS_SENTENCE = ".!?…\n"


class Names:
    """The names that are looked for in small letters too, as lemmas: the asker's own, and the settlements of the school."""

    def __init__(self, people: Iterable[str], settlements: Iterable[str]) -> None:
        self.people = _lemmas(people)
        self.places = _lemmas(settlements) - self.people


def _lemmas(names: Iterable[str]) -> frozenset[str]:
    words = known_words(" ".join(names))
    return frozenset(word.lemma for word in words if len(word.lemma) >= FEWEST_LETTERS)


def names_of(school: School, asker: User | None) -> Names:
    """Return the names to look for in what somebody of a school asked, in one query."""
    settlements = libraries_of(place_of(school)).exclude(settlement="").values_list("settlement", flat=True).distinct()
    return Names([asker.full_name] if asker else [], settlements)


def pieces_of(text: str, names: Names) -> list[Piece]:
    """Return a text in pieces, with what may lead to somebody marked."""
    return cut(text, sift([*find_contacts(text), *_named(text, names)]))


def _named(text: str, names: Names) -> Iterator[Mark]:
    for word in known_words(text):
        if lead := _lead(text, word, names):
            yield Mark(word.begin, word.end, lead)


def _lead(text: str, word: KnownWord, names: Names) -> Lead | None:
    """Tell what a word may name: what is looked for in small letters too, others with a capital."""
    if word.lemma in names.people:
        return Lead.PERSON
    if word.lemma in names.places:
        return Lead.PLACE
    is_capital = word.text[0].isupper() and not word.text.isupper()
    if not is_capital:
        return None
    if word.names:
        return LEADS[word.names]
    return None if _begins_sentence(text, word.begin) else Lead.NAME


def _begins_sentence(text: str, place: int) -> bool:
    before = text[:place].rstrip(' \t\u00a0«"„(—–-')
    return not before or before[-1] in ENDS_SENTENCE
