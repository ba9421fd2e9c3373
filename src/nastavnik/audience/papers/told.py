"""What a report says, whatever it is written as: all in words and numbers, so that it can be kept and read back the same."""

from dataclasses import asdict, dataclass
from typing import Any

Number = int | float


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure: its number, how people read it, and its footnote."""

    code: str
    section: str
    title: str
    unit: str
    value: Number | None
    text: str
    before: Number | None
    before_text: str
    # rule, period, as of when, written down when
    footnote: str


@dataclass(frozen=True, slots=True)
class ToldParagraph:
    """A paragraph: its title, and runs of words, each with the code of a figure or without one."""

    title: str
    pieces: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Return it as plain text."""
        return "".join(words for words, _code in self.pieces)


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report. `period`, `as_of` and `taken` are words."""

    title: str
    school: str
    period: str
    as_of: str
    taken: str
    has_before: bool
    figures: tuple[ToldFigure, ...]
    article: tuple[ToldParagraph, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)

    def figure(self, code: str) -> ToldFigure | None:
        """Return the figure of that code, if the report has it."""
        return next((one for one in self.figures if one.code == code), None)


def report_from(kept: dict[str, Any]) -> ToldReport:
    """Return a report as it was kept."""
    article = tuple(
        ToldParagraph(one["title"], tuple((words, code) for words, code in one["pieces"])) for one in kept["article"]
    )
    figures = tuple(ToldFigure(**one) for one in kept["figures"])
    return ToldReport(**{**kept, "figures": figures, "article": article})
