"""Cells of a staff list made into values: names, addresses, libraries."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nastavnik.core.text import search_key
from nastavnik.people.enums import LibraryKind, RowFault
from nastavnik.people.models import Library

MAX_NAME = 200
MAX_POSITION = 150
MAX_PHONE = 30
# A key has "no" for "№". «№ 6», «филиал 6», «6», «6-й»: a number that names the branch, and not the year of a name («им. 40-летия Победы»).
NUMBER = re.compile(r"(?:no?|филиал\w*)\s*(?:no\s*)?(\d{1,4})\b|^(\d{1,4})(?:-?\w{1,2})?$")
WORD = re.compile(r"[\w-]+")
# Words that tell nothing apart: every library of a network has them.
COMMON_WORDS = frozenset(
    {"филиал", "библиотека", "библиотеки", "поселенческая", "поселковая", "сельская", "пб", "сб", "им", "имени", "мук"}
)
SHORT_FOR_KIND = {
    "црб": LibraryKind.CENTRAL,
    "цб": LibraryKind.CENTRAL,
    "дрб": LibraryKind.CHILDREN,
    "дб": LibraryKind.CHILDREN,
}


class Fault(Exception):
    """A cell that cannot be taken, with the reason that the preview shows."""

    def __init__(self, fault: RowFault) -> None:
        self.fault = fault
        super().__init__(fault)


def name_of(cells: dict[str, str]) -> str:
    """Return the full name from one column or three; names typed in capitals are written as names."""
    parts = [cells.get(part, "") for part in ("last_name", "first_name", "middle_name")]
    name = cells.get("full_name", "") or " ".join(part for part in parts if part)
    if not name:
        raise Fault(RowFault.NO_NAME)
    if len(name) > MAX_NAME:
        raise Fault(RowFault.NAME_TOO_LONG)
    if len(re.findall(r"[^\W\d_]{1,}", name)) < 2:  # noqa: PLR2004 -- a family name and a first name
        raise Fault(RowFault.NOT_A_NAME)
    return name.title() if name.isupper() else name


def email_of(cell: str) -> str:
    """Return the address in small letters, the first one where several are given; empty when there is none."""
    first = re.split(r"[;,\s]+", cell.strip().removeprefix("mailto:"), maxsplit=1)[0]
    email = first.strip("<>.'\"").lower()
    if not email or email in {"-", "—", "нет"}:
        return ""
    if re.search(r"[а-яё]", email.split("@", maxsplit=1)[0]):
        raise Fault(RowFault.CYRILLIC_EMAIL)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Fault(RowFault.BAD_EMAIL) from error
    return email


def library_text_of(cells: dict[str, str]) -> str:
    """Return what the row says of the library: its name, and its number from a column of its own."""
    number, name = cells.get("library_number", ""), cells.get("library", "")
    marked = f"№ {number}" if number.isdigit() else number
    return " ".join(part for part in (marked, name) if part)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The libraries of a network, ready to be found by number, name, kind or the words of the name."""

    by_number: dict[int, list[Library]]
    by_name: dict[str, list[Library]]
    by_kind: dict[str, list[Library]]
    words: list[tuple[frozenset[str], Library]]

    def find(self, text: str) -> Library | None:
        """Return the library meant by `text`, None when the text is empty.

        Raises `Fault` (unknown, several). The number decides, then the whole name, then the kind's short word, then
        a name that holds every telling word of the text.
        """
        key = search_key(text).strip(" .«»\"'")
        if not key or key in {"-", "—"}:
            return None
        number = NUMBER.search(key)
        if number:
            return _only(self.by_number.get(int(number[1] or number[2]), []))
        plain = re.sub(r"[«»\"']", "", key)
        found = self.by_name.get(plain) or self.by_kind.get(SHORT_FOR_KIND.get(plain, ""), [])
        return _only(found or self._by_words(plain))

    def _by_words(self, key: str) -> list[Library]:
        wanted = frozenset(WORD.findall(key)) - COMMON_WORDS
        return [library for words, library in self.words if wanted and wanted <= words]


def _only(found: list[Library]) -> Library:
    if not found:
        raise Fault(RowFault.UNKNOWN_LIBRARY)
    if len(found) > 1:
        raise Fault(RowFault.SEVERAL_LIBRARIES)
    return found[0]


def shelf_of(libraries: Iterable[Library]) -> Shelf:
    """Arrange the libraries of a network for finding."""
    shelf = Shelf(by_number=defaultdict(list), by_name=defaultdict(list), by_kind=defaultdict(list), words=[])
    for library in libraries:
        if library.number is not None:
            shelf.by_number[library.number].append(library)
        shelf.by_name[re.sub(r"[«»\"']", "", library.name_key)].append(library)
        shelf.by_kind[library.kind].append(library)
        said = f"{library.name_key} {search_key(library.settlement)}"
        shelf.words.append((frozenset(WORD.findall(said)), library))
    return shelf
