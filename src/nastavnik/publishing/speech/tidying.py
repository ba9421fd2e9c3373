"""Russian typography as proposals: « », dashes, spaces that do not break. Letters and figures are never touched.

Code, addresses and the targets of links in our Markdown stay as they are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

NBSP = "\u00a0"


class Tidying(StrEnum):
    """What a proposal is about."""

    SPACES = "spaces"
    QUOTES = "quotes"
    DASHES = "dashes"
    DOTS = "dots"
    BOUND = "bound"


@dataclass(frozen=True, slots=True)
class Proposal:
    """In the place of the characters from `begin` to `end` should stand `text`."""

    begin: int
    end: int
    text: str
    about: Tidying


# What is written for programs; each stands as one sign of private use while the rest is tidied.
_STANDS_FOR = "\ue000"
_KEPT = re.compile(
    r"\ue000|```.*?```|`[^`\n]*`|\]\([^)\n]{0,2000}\)|\[\^[^\]\n]{1,80}\]|<[^<>\n]{1,400}>|https?://\S+|www\.\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}\.\w+|^[ \t]*(?:[-*+]|\d{1,9}[.)]) |^\|?[ :|-]+\|?$|^ +|(?<! ) +$",
    re.DOTALL | re.MULTILINE,
)
# Of one letter to three; they look forward to the next word.
_SHORT = (
    "а б в и к о с у я во до за из ко на не ни но об от по со то ты мы вы он их её ее да для без при про под над или как что"
    " где обо изо"
)
_UNITS = r"г|гг|в|вв|ч|мин|с|сек|руб|коп|р|тыс|млн|млрд|кг|г|км|м|см|мм|л|шт|экз|стр|лет|года?|году|годы|человек|рублей|книг|%|₽|°C"
_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_SP = r"[ \u00a0]+"

RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\.)\.{3}(?!\.)"), "…"),
    (re.compile(r"(?<=\S) +(?=[,;:!?…»)](?![)(]))|(?<=\w) +(?=\.(?:\s|$))"), ""),
    (re.compile(r"(?<=[«(]) +(?=\S)"), ""),
    (re.compile(r"(?<=\S) {2,}(?=\S)"), " "),
    (re.compile(r"(?<=[^\s|])" + _SP + r"(?:-{1,2}|–|—)" + r"[ \u00a0]+(?=[^\s|])"), f"{NBSP}— "),
    (re.compile(r"(?<![\w.,/:–-])(\d{1,4})-(?=\d{1,4}(?![\w/–-]|[.,:]\d))"), r"\1–"),
    (re.compile(rf"(?<![\w-])((?:{_SHORT.replace(' ', '|')})) (?=[\w«„“\"(№§])", re.IGNORECASE), rf"\1{NBSP}"),
    (re.compile(r"(?<=\w) (?=(?:ли|ль|же|ж|бы|б)(?![\w-]))"), NBSP),
    (re.compile(r"(?<!\w)([А-ЯЁ]\.) ?(?=[А-ЯЁ]\.)"), rf"\1{NBSP}"),
    (re.compile(r"(?<!\w)([А-ЯЁ]\.) ?(?=[А-ЯЁ][а-яё])"), rf"\1{NBSP}"),
    (re.compile(r"(?<=[а-яё]) (?=[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.)"), NBSP),
    (re.compile(r"([№§]) ?(?=\d)"), rf"\1{NBSP}"),
    (re.compile(rf"(?<=\d) ?(?=(?:{_UNITS})(?![\w-]))"), NBSP),
    (re.compile(rf"(?<=\d) (?=(?:{_MONTHS})(?!\w))"), NBSP),
    (re.compile(r"(?<=[IVXLC]) (?=вв?\.)"), NBSP),
    (re.compile(r"(?<![\d,.])(\d{1,3}) (?=\d{3}(?!\d))"), rf"\1{NBSP}"),
    (re.compile(rf"(?<={NBSP}\d{{3}}) (?=\d{{3}}(?!\d))"), NBSP),
    (re.compile(r"(?<!\w)(т\.|и) ?(?=(?:е|к|д|п|н|т\. ?[дп]|др|пр)\.)"), rf"\1{NBSP}"),
    (re.compile(r"(?<!\w)((?:г|ул|д|с|стр|рис|табл|гл|ст|п|им|проф|доц)\.) (?=[А-ЯЁ\d])"), rf"\1{NBSP}"),
)
# the signs of quotation that people type, and what may stand before one that opens
_QUOTES = re.compile(r"[\"«»„“”]")
_BEFORE_OPENING = re.compile(r"[\s(\[«„“\"—–*_-]")
_BEHIND_OPENING = re.compile(r"[^\s.,;:!?…)\]»”]")
_LEVELS = ("«»", "„“")
_LETTER = re.compile(r"\w")
# what one rule has changed another may look at
_ROUNDS = 3


def tidied(text: str) -> str:
    """Return a text with all that `proposals` proposes. What is tidy stays as it is."""
    for _round in range(_ROUNDS):
        text = _tidied_once(text)
    return text


def _tidied_once(text: str) -> str:
    kept = iter(_KEPT.findall(text))
    plain = _KEPT.sub(_STANDS_FOR, text)
    for pattern, put in RULES:
        plain = pattern.sub(put, plain)
    plain = "\n".join(map(_quoted, plain.split("\n")))
    return re.sub(_STANDS_FOR, lambda _sign: next(kept), plain)


def _quoted(line: str) -> str:
    """Return a line with «quotes, and „quotes“ within». Where they do not come in pairs nothing is changed."""
    depth, changes = 0, list[tuple[int, str]]()
    for match in _QUOTES.finditer(line):
        if match[0] == '"' and not depth and line[match.start() - 1 : match.start()].isdigit():
            continue  # inches
        if _does_open(line, match):
            changes.append((match.start(), _LEVELS[min(depth, 1)][0]))
            depth += 1
        else:
            depth -= 1
            changes.append((match.start(), _LEVELS[min(max(depth, 0), 1)][1]))
        if depth < 0:
            return line
    if depth:
        return line
    letters = list(line)
    for at, sign in changes:
        letters[at] = sign
    return "".join(letters)


def _does_open(line: str, match: re.Match[str]) -> bool:
    if match[0] in "«„":
        return True
    if match[0] not in '"“' or not _BEHIND_OPENING.match(line, match.end()):
        return False
    return not match.start() or bool(_BEFORE_OPENING.match(line, match.start() - 1))


def proposals(text: str) -> tuple[Proposal, ...]:
    """Return what would make a text tidy, in its order. Between two letters that follow each other stands one at most."""
    return tuple(
        Proposal(begin, end, new, _about(text[begin:end], new))
        for (begin, end), new in zip(_gaps(text), _between(tidied(text)), strict=True)
        if text[begin:end] != new
    )


def accepted(text: str, chosen: Iterable[Proposal]) -> str:
    """Return a text with the proposals that were chosen of those for it."""
    for one in sorted(chosen, key=lambda proposal: proposal.begin, reverse=True):
        text = text[: one.begin] + one.text + text[one.end :]
    return text


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Yield what lies before, between and behind the letters and figures of a text: they are the same in a tidied one."""
    begin = 0
    for letter in _LETTER.finditer(text):
        yield begin, letter.start()
        begin = letter.end()
    yield begin, len(text)


def _between(text: str) -> Iterator[str]:
    return (text[begin:end] for begin, end in _gaps(text))


def _about(old: str, new: str) -> Tidying:
    """Return what a change is about, the weightiest thing of several."""
    if _signs(old, '"«»„“”') != _signs(new, '"«»„“”'):
        return Tidying.QUOTES
    if _signs(old, "-–—") != _signs(new, "-–—"):
        return Tidying.DASHES
    if _signs(old, "….") != _signs(new, "…."):
        return Tidying.DOTS
    return Tidying.BOUND if NBSP in new else Tidying.SPACES


def _signs(text: str, among: str) -> str:
    return "".join(sign for sign in text if sign in among)
