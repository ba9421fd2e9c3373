"""A text of a template that is being written: what is wrong with it, and where; nothing of it is lost."""

from dataclasses import dataclass

from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.funds.tree import BrokenTemplate
from nastavnik.grants.selectors.templates import read_text

# of the text shown beside a mistake
AROUND = 3


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line near a mistake."""

    number: int
    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, and what is wrong with it; or the template that it is."""

    text: str
    error: BrokenTemplate | None = None
    lines: tuple[TextLine, ...] = ()
    template: FundTemplate | None = None


def draft_of(text: str) -> Draft:
    """Return what a text is: a template, or the mistake at which reading stopped."""
    try:
        return Draft(text, template=read_text(text))
    except BrokenTemplate as error:
        return Draft(text, error, tuple(_around(text, error.line)))


def _around(text: str, line: int) -> list[TextLine]:
    lines = text.split("\n")
    first = max(0, line - 1 - AROUND)
    return [TextLine(n, lines[n - 1], n == line) for n in range(first + 1, min(len(lines), line + AROUND) + 1)]
