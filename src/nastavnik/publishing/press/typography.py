"""The last touch to words before they are set: spaces that do not break, and only signs that our fonts have."""

import re
import unicodedata
from functools import lru_cache

from nastavnik.core.printable import is_known

NARROW = "\u00a0"
# Typst carries Libertinus, which has these where PT Serif does not
BORROWED = ((0x0391, 0x03A9), (0x03B1, 0x03C9), (0x2190, 0x2193), (0x2200, 0x2200), (0x2208, 0x2208), (0x2264, 0x2265))
# A dash and the signs of a record never begin a line, a number keeps its unit, a word of one or two letters what it belongs to, a name its initials.
RULES = (
    (re.compile(r"(?<! ) +(?=[—–](?:\s|$))"), NARROW),
    (re.compile(r"(?<! ) +(?=(?:[:;]|//?)\s)"), NARROW),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (
        re.compile(r"(?<=\d) (?=(?:[₽%°№]|руб\.|тыс\.|млн|млрд|гг?\.|вв?\.|чел\.|экз\.|с\.|ч\b|мин\b|км\b|кг\b))"),
        NARROW,
    ),
    (re.compile(r"(?<=[№§]) (?=\d)"), NARROW),
    (
        re.compile(
            r"(?<![\w-])([АаВвИиКкОоСсУуЯя]|[Нн][аеиоу]|[Пп]о|[Дд]о|[Ии]з|[Оо]т|[Зз]а|[Вв]о|[Сс]о|[Кк]о|[Оо]б) (?=\S)"
        ),
        r"\1" + NARROW,
    ),
    (re.compile(r"\b([А-ЯЁA-Z]\.) (?=[А-ЯЁA-Z])"), r"\1" + NARROW),
    (re.compile(r"(?<=\w) (?=(?:бы|б|же|ж|ли|ль)\b)"), NARROW),
)


@lru_cache(maxsize=5000)
def can_print(letter: str) -> bool:
    """Tell whether a letter can be set."""
    code = ord(letter)
    return is_known(letter) or any(first <= code <= last for first, last in BORROWED)


def set_spaces(text: str) -> str:
    """Return a text whose spaces do not break where a line must not end."""
    for pattern, put in RULES:
        text = pattern.sub(put, text)
    return text


def without_strange_signs(text: str) -> tuple[str, str]:
    """Return a text without the signs that cannot be printed, and these signs; other kinds of spaces become plain ones."""
    composed = unicodedata.normalize("NFC", text)
    kept, strange = [], []
    for letter in composed:
        if can_print(letter):
            kept.append(letter)
        elif letter.isspace():
            kept.append(" ")
        elif unicodedata.category(letter) not in {"Cc", "Cf"}:
            strange.append(letter)
    return "".join(kept), "".join(strange)


def tidy(text: str) -> str:
    """Return a line of ours or of the imprint as it is set."""
    return set_spaces(without_strange_signs(text)[0]).strip()
