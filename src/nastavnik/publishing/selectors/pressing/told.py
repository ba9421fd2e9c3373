"""What the press noticed in the texts, in words for the editor."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from nastavnik.publishing.press.book import Flaw
from nastavnik.publishing.selectors.pressing.book import BETWEEN

WORDS = {
    Flaw.MARKUP: _("HTML was left out: %(subject)s"),
    Flaw.NO_PICTURE: _("There is no such picture: %(subject)s"),
    Flaw.NO_ALT: _("The picture %(subject)s has no description for those who do not see it."),
    Flaw.COARSE: _("The picture is too coarse for print, 200 dots an inch are needed: %(subject)s"),
    Flaw.NO_PLACE: _("The link leads nowhere in the book: %(subject)s"),
    Flaw.ADDRESS: _("This is no address of a page or of a letter: %(subject)s"),
    Flaw.NO_FILM: _("The moment is of no film of the school, or has no seconds: %(subject)s"),
    Flaw.LEVEL: _("The heading skips a level: %(subject)s"),
    Flaw.ORPHAN: _("Nothing stands under the heading: %(subject)s"),
    Flaw.SIGN: _("No font of ours has this sign: %(subject)s"),
    Flaw.LARGE: _("It stands inside of too many lists or tables: %(subject)s"),
}
# of these a reader loses something; of the others the book only looks worse
HOLDING_UP = frozenset({Flaw.NO_PICTURE, Flaw.COARSE, Flaw.NO_PLACE, Flaw.NO_FILM, Flaw.ORPHAN})


def words_of(remark: Mapping[str, Any]) -> str:
    """Return a remark of `press.book.Remark`, as a run keeps it, as a sentence."""
    subject = str(remark["subject"]).removeprefix(f"{remark['article']}{BETWEEN}")
    return str(WORDS[Flaw(remark["flaw"])] % {"subject": subject})


def holds_up(remark: Mapping[str, Any]) -> bool:
    """Tell whether a remark should be mended before the book is printed."""
    return Flaw(remark["flaw"]) in HOLDING_UP


def by_article(remarks: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Return the remarks by the keys of their articles."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for remark in remarks:
        found.setdefault(remark["article"], []).append(remark)
    return found
