"""Taking parts out of a tree by what they must be; whatever is not, or is left over, is refused with its line."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.numbers import read_money
from nastavnik.grants.funds.tree import Branch, BrokenTemplate, Leaf, Row, Tree

T = TypeVar("T")
C = TypeVar("C", bound=TextChoices)

MOST_CHARACTERS = 4000
YES, NO = "yes", "no"
WORDS_OF_KEYS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
LONGEST_KEY = 40


class Parts:
    """The parts of a branch, each taken once; `end` refuses what nobody has asked for."""

    def __init__(self, tree: Tree) -> None:
        if not isinstance(tree, Branch):
            raise BrokenTemplate(tree.line, _("here keys with values are expected"))
        self.line = tree.line
        self._left = dict(tree.parts)

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def tree(self, key: str) -> Tree:
        """Take a part that must be there."""
        if key not in self._left:
            raise BrokenTemplate(self.line, _("“%(key)s” is missing") % {"key": key})
        return self._left.pop(key)

    def leaf(self, key: str) -> Leaf:
        """Take a text that must be there and hold something."""
        tree = self.tree(key)
        if not isinstance(tree, Leaf) or not tree.text:
            raise BrokenTemplate(tree.line, _("“%(key)s” must be a text") % {"key": key})
        return tree

    def text(self, key: str, *, most: int = MOST_CHARACTERS) -> str:
        """Take a text."""
        leaf = self.leaf(key)
        if count(leaf.text) > most:
            why = _("“%(key)s” is longer than %(most)d characters") % {"key": key, "most": most}
            raise BrokenTemplate(leaf.line, why)
        return leaf.text

    def text_or(self, key: str, *, most: int = MOST_CHARACTERS) -> str:
        """Take a text that may be missing or empty."""
        tree = self._left.get(key)
        if tree is None or (isinstance(tree, Leaf) and not tree.text):
            self._left.pop(key, None)
            return ""
        return self.text(key, most=most)

    def key(self, key: str = "key") -> str:
        """Take a name of something: small Latin letters, digits, `_` and `-`."""
        leaf = self.leaf(key)
        if len(leaf.text) > LONGEST_KEY or not WORDS_OF_KEYS.issuperset(leaf.text):
            why = _("“%(text)s” is no key: small Latin letters, digits, _ and - only") % {"text": leaf.text}
            raise BrokenTemplate(leaf.line, why)
        return leaf.text

    def read(self, key: str, how: Callable[[str], T | None], what: str) -> T:
        """Take a text and read it; None of `how` means that it is not `what`."""
        leaf = self.leaf(key)
        value = how(leaf.text)
        if value is None:
            why = _("“%(key)s”: “%(text)s” is not %(what)s") % {"key": key, "text": leaf.text, "what": what}
            raise BrokenTemplate(leaf.line, why)
        return value

    def number(self, key: str) -> int:
        """Take a whole number, not below nought."""
        return self.read(key, read_whole, _("a whole number"))

    def number_or(self, key: str, default: int) -> int:
        """Take a whole number, or what it is when it is missing."""
        return self.number(key) if key in self else default

    def decimal(self, key: str) -> Decimal:
        """Take a number, not below nought."""
        return self.read(key, read_decimal, _("a number"))

    def money(self, key: str) -> int:
        """Take a sum in roubles as kopecks."""
        return self.read(key, read_money, _("a sum in roubles"))

    def day(self, key: str) -> date:
        """Take a day, 2026-11-26."""
        return self.read(key, read_date, _("a day such as 2026-11-26"))

    def moment(self, key: str) -> datetime:
        """Take a moment without a zone, 2026-11-26 23:30."""
        return self.read(key, read_moment, _("a day with a time such as 2026-11-26 23:30"))

    def flag_or(self, key: str, *, default: bool) -> bool:
        """Take `yes` or `no`."""
        if key not in self:
            return default
        return self.read(key, {YES: True, NO: False}.get, _("yes or no"))

    def choice(self, key: str, choices: type[C]) -> C:
        """Take one of the words of `choices`."""
        allowed = ", ".join(choices.values)
        return self.read(key, lambda text: choices(text) if text in choices.values else None, allowed)

    def rows(self, key: str) -> list[Tree]:
        """Take a list that must be there; it may be empty."""
        tree = self.tree(key)
        if not isinstance(tree, Row):
            raise BrokenTemplate(tree.line, _("“%(key)s” must be a list") % {"key": key})
        return list(tree.parts)

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; a missing one is empty."""
        rows = self.rows(key) if key in self else []
        return tuple(text_of(row) for row in rows)

    def end(self) -> None:
        """Refuse what was not taken."""
        for key, tree in self._left.items():
            raise BrokenTemplate(tree.line, _("“%(key)s” is not known here") % {"key": key})


def text_of(tree: Tree) -> str:
    """Return a text of a list."""
    if not isinstance(tree, Leaf) or not tree.text or count(tree.text) > MOST_CHARACTERS:
        raise BrokenTemplate(tree.line, _("here a text is expected"))
    return tree.text


def named(tree: Tree) -> Iterator[tuple[str, Leaf]]:
    """Yield the texts of a branch with their keys."""
    if not isinstance(tree, Branch):
        raise BrokenTemplate(tree.line, _("here keys with values are expected"))
    for key, part in tree.parts.items():
        if not isinstance(part, Leaf):
            raise BrokenTemplate(part.line, _("“%(key)s” must be a text") % {"key": key})
        yield key, part


def read_whole(text: str) -> int | None:
    """Return a whole number of at most nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None  # noqa: PLR2004 -- as the line says


def read_decimal(text: str) -> Decimal | None:
    """Return a number written with digits and at most one point."""
    if not text.isascii() or not text.replace(".", "", 1).isdigit() or len(text) > 12:  # noqa: PLR2004 -- a weight, a share
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def read_date(text: str) -> date | None:
    """Return a day of the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """Return a moment of a day, without a zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None and len(text) > len("2026-11-26") else None
