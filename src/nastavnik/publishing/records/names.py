"""Names of persons as records write them: «Фамилия, И. О.» in a heading, «И. О. Фамилия» behind a slash."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# one of them, two and three stand in the heading or in the added entries; with four the record begins with the title
MOST_IN_HEADING = 3
# of five and more three are named
MOST_NAMED = 4
AND_OTHERS = "[и др.]"
_INITIALS = re.compile(r"(?:[А-ЯЁA-Z]\.\s*)+")
# a second word in small letters
_POST = re.compile(r"\S+\s[а-яёa-z]")


@dataclass(frozen=True, slots=True)
class Person:
    """A person. `given`: name and patronymic, whole or as initials; empty for who goes by one name."""

    surname: str
    given: str = ""

    @classmethod
    def read(cls, text: str) -> "Person":
        """Return a person of «Фамилия Имя Отчество», «Фамилия, И. О.» or «И. О. Фамилия».

        Who is called by a post («Заведующий отделом») goes by all of its words: they are no given names.
        """
        text = " ".join(text.split())
        first = _INITIALS.match(text)
        if first and text[first.end() :]:
            return cls(text[first.end() :].strip(), first[0].strip())
        if "," not in text and _POST.match(text):
            return cls(text)
        surname, _comma, given = text.partition(",") if "," in text else text.partition(" ")
        return cls(surname.strip(), given.strip())

    @property
    def initials(self) -> str:
        """Return «И. О.»; of «Анна-Мария» it is «А.-М.»."""
        return " ".join(
            "-".join(f"{part[0].upper()}." for part in name.split("-") if part)
            for name in self.given.replace(".", ". ").split()
        )

    @property
    def heading(self) -> str:
        """Return «Фамилия, И. О.»."""
        return f"{self.surname}, {self.initials}" if self.given else self.surname

    @property
    def reference(self) -> str:
        """Return «Фамилия И. О.», as references have it."""
        return f"{self.surname} {self.initials}".strip()

    @property
    def signed(self) -> str:
        """Return «И. О. Фамилия»."""
        return f"{self.initials} {self.surname}".strip()

    @property
    def whole(self) -> str:
        """Return «Фамилия Имя Отчество» as far as it is known."""
        return f"{self.surname} {self.given}".strip()


def signed(persons: Sequence[Person]) -> str:
    """Return persons behind a slash: up to four of them all, of more the first three."""
    if len(persons) > MOST_NAMED:
        return f"{', '.join(one.signed for one in persons[:MOST_IN_HEADING])} {AND_OTHERS}"
    return ", ".join(one.signed for one in persons)
