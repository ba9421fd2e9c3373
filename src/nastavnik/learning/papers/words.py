"""Words in braces that a template of certificates may have: `{программа}`. The names in English are understood as well."""

import re
from collections.abc import Mapping

# English name: what a methodist types
PLACEHOLDERS = {
    "programme": "программа",
    "hours": "часы",
    "lessons": "занятия",
    "first_day": "начало",
    "last_day": "конец",
    "school": "школа",
}
RUSSIAN = {russian: english for english, russian in PLACEHOLDERS.items()}
SPACES = re.compile(r"[ \t\r\n]+")  # not those that hold a day and its month together
IN_BRACES = re.compile(r"\{([^{}]*)\}")


def faults_in(text: str) -> list[str]:
    """Return what stands in braces and means nothing, and braces that have no partner."""
    unknown = [found.group(0) for found in IN_BRACES.finditer(text) if english_name(found.group(1)) is None]
    return unknown + re.findall(r"[{}]", IN_BRACES.sub("", text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with `values` (by their English names) in place of what stands in braces; what means nothing stays."""

    def value(found: re.Match[str]) -> str:
        name = english_name(found.group(1))
        return found.group(0) if name is None else values[name]

    return SPACES.sub(" ", IN_BRACES.sub(value, text)).strip()


def in_russian(text: str) -> str:
    """Return `text` with the names in braces as a methodist types them."""
    return IN_BRACES.sub(lambda found: f"{{{PLACEHOLDERS.get(found.group(1), found.group(1))}}}", text)


def english_name(typed: str) -> str | None:
    """Return the English name of what was typed in braces; None for what means nothing."""
    word = typed.strip().lower()
    return word if word in PLACEHOLDERS else RUSSIAN.get(word)
