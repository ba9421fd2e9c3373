"""What is printed on a certificate. It is kept with each certificate as JSON (`Certificate.printed`), never made anew."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

# What no template and no programme goes beyond: a sheet is set in milliseconds, whatever was typed.
MOST_THEMES = 60
MOST_THEME_CHARACTERS = 250
# How many lines of themes stand under the text, beside two signatures or three; more go to a second sheet.
LINES_ON_FIRST = {0: 18, 1: 18, 2: 16, 3: 10}
CHARACTERS_IN_LINE = 50


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs; `picture` is the name of a file in the school's storage, or nothing for a line."""

    name: str
    position: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of a certificate, all but its name, number and day. `language` is that of the words, `accent` a colour."""

    school: str
    programme: str
    heading: str
    before: str
    # after the name, with the values in it
    text: str
    kind: str
    hours: str
    place: str
    has_seal: bool
    themes: tuple[str, ...]
    signatures: tuple[Signature, ...]
    accent: str
    language: str = "ru"

    def kept(self) -> dict[str, Any]:
        """Return the sheet as the database keeps it."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "signatures": [asdict(one) for one in self.signatures]
        }

    @property
    def has_appendix(self) -> bool:
        """Tell whether the themes need a sheet of their own."""
        lines = sum(-(-len(theme) // CHARACTERS_IN_LINE) for theme in self.themes)
        return lines > LINES_ON_FIRST[len(self.signatures)]


def sheet_from(kept: Mapping[str, Any]) -> Sheet:
    """Return the sheet that `kept` wrote."""
    signatures = tuple(Signature(**one) for one in kept["signatures"])
    return Sheet(**{**kept, "themes": tuple(kept["themes"]), "signatures": signatures})


def themes_from(titles: list[str]) -> tuple[str, ...]:
    """Return titles of lessons as themes, not more and no longer than a sheet bears."""
    short = [title if len(title) <= MOST_THEME_CHARACTERS else f"{title[:MOST_THEME_CHARACTERS]}…" for title in titles]
    return tuple(short[:MOST_THEMES])


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one certificate from another: `verify_url` is the address in its square code."""

    name: str
    number: str
    issued: str
    issued_at: datetime
    code: str
    verify_url: str
