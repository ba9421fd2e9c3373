"""Self-checks as Moodle XML, as Moodle's question bank takes it (https://docs.moodle.org/en/Moodle_XML_format).

Texts are written as Markdown, which Moodle knows. What Moodle has no place for goes where it keeps it unread: the settings of
the self-check into the number of its category, seconds of the film into tags of the question.
"""

import base64
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from nastavnik.learning.exchange.questions import (
    MATCH,
    MULTIPLE,
    NUMBER,
    OPEN,
    ORDER,
    SHORT,
    SINGLE,
    Choice,
    Item,
    Sheet,
)

SETTINGS_MARK = "nastavnik:"
TAG_MOMENT, TAG_STOP = "nastavnik-moment:", "nastavnik-stop:"
PICTURE_FOLDER = "@@PLUGINFILE@@/"
NAME_LENGTH = 80
ESCAPED = re.compile(r"[\\\[\]]")
TYPES = {
    SINGLE: "multichoice",
    MULTIPLE: "multichoice",
    ORDER: "ordering",
    MATCH: "matching",
    SHORT: "shortanswer",
    NUMBER: "numerical",
    OPEN: "essay",
}
# XML 1.0 has no place for these, and texts have no need of them
CONTROLS = {code: None for code in range(32) if code not in {9, 10, 13}} | {0xFFFE: None, 0xFFFF: None}


def write_moodle(sheet: Sheet) -> bytes:
    """Return a self-check as Moodle XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *_category(sheet)]
    for number, item in enumerate(sheet.items, start=1):
        lines += _question(item, number, are_options_shuffled=sheet.are_options_shuffled)
    return "\n".join([*lines, "</quiz>", ""]).encode()


def _category(sheet: Sheet) -> Iterator[str]:
    settings = ";".join(
        (
            f"pass={sheet.pass_percent}",
            f"attempts={sheet.attempts_allowed or 0}",
            f"mixed={sheet.is_shuffled:d}{sheet.are_options_shuffled:d}",
        )
    )
    # in the path of a category a slash that belongs to a name is written twice
    path = f"$course$/top/{sheet.title.replace('/', '//')}"
    yield '<question type="category">'
    yield f"<category>{text(path)}</category>"
    yield f'<info format="markdown">{text(sheet.intro)}</info>'
    yield f"<idnumber>{SETTINGS_MARK}{settings}</idnumber>"
    yield "</question>"


def text(words: str) -> str:
    """Return words as an element `<text>`."""
    # a carriage return would be read back as a line's end
    return f"<text>{escape(words.translate(CONTROLS)).replace(chr(13), '&#13;')}</text>"


def _question(item: Item, number: int, *, are_options_shuffled: bool) -> Iterator[str]:
    yield f'<question type="{TYPES[item.kind]}">'
    yield f"<name>{text(_name(item, number))}</name>"
    yield f'<questiontext format="markdown">{text(_with_picture(item))}{"".join(_file(item))}</questiontext>'
    yield f'<generalfeedback format="markdown">{text(item.explanation)}</generalfeedback>'
    yield f"<defaultgrade>{item.points}</defaultgrade>"
    yield "<penalty>0</penalty><hidden>0</hidden>"
    if item.kind in {SINGLE, MULTIPLE, MATCH}:
        is_mixed = are_options_shuffled or item.kind == MATCH
        yield f"<shuffleanswers>{'true' if is_mixed else 'false'}</shuffleanswers>"
    yield from WRITERS[item.kind](item)
    yield from _tags(item)
    yield "</question>"


def _name(item: Item, number: int) -> str:
    words = " ".join(item.text.split())[:NAME_LENGTH]
    return f"{number:02}. {words}"


def _with_picture(item: Item) -> str:
    if item.image is None:
        return item.text
    alt = ESCAPED.sub(r"\\\g<0>", item.image.alt)
    return f"{item.text}\n\n![{alt}]({PICTURE_FOLDER}{item.image.name})"


def _file(item: Item) -> Iterator[str]:
    if item.image is not None:
        content = base64.b64encode(item.image.content).decode()
        yield f'<file name={quoteattr(item.image.name)} path="/" encoding="base64">{content}</file>'


def _tags(item: Item) -> Iterator[str]:
    tags = []
    if item.moment_seconds is not None:
        end = f"-{item.moment_end_seconds}" if item.moment_end_seconds is not None else ""
        tags.append(f"{TAG_MOMENT}{item.moment_seconds}{end}")
    if item.at_second is not None:
        tags.append(f"{TAG_STOP}{item.at_second}")
    if tags:
        yield f"<tags>{''.join(f'<tag>{text(tag)}</tag>' for tag in tags)}</tags>"


def _choices(item: Item) -> Iterator[str]:
    right = sum(one.is_right for one in item.choices) or 1
    yield f"<single>{'true' if item.kind == SINGLE else 'false'}</single>"
    yield "<answernumbering>none</answernumbering>"
    for one in item.choices:
        # a wrong one takes away as much as a right one gives: as our own counting does
        wrong = 0.0 if item.kind == SINGLE else -100 / right
        yield _answer(one, 100 / right if one.is_right else wrong)


def _answer(one: Choice, fraction: float, inner: str = "") -> str:
    feedback = f'<feedback format="plain_text">{text(one.feedback)}</feedback>'
    return f'<answer fraction="{fraction:.7g}" format="plain_text">{text(one.text)}{inner}{feedback}</answer>'


def _order(item: Item) -> Iterator[str]:
    yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>0</selectcount>"
    yield "<gradingtype>ABSOLUTE_POSITION</gradingtype><showgrading>SHOW</showgrading>"
    for place, one in enumerate(item.choices, start=1):
        yield f'<answer fraction="{place}" format="plain_text">{text(one.text)}</answer>'


def _match(item: Item) -> Iterator[str]:
    for one in item.choices:
        yield f'<subquestion format="plain_text">{text(one.text)}<answer>{text(one.match)}</answer></subquestion>'


def _short(item: Item) -> Iterator[str]:
    yield "<usecase>0</usecase>"
    for one in item.choices:
        yield _answer(one, 100 if one.is_right else 0)


def _number(item: Item) -> Iterator[str]:
    for one in item.choices:
        yield _answer(one, 100 if one.is_right else 0, f"<tolerance>{one.tolerance!r}</tolerance>")


def _open(_item: Item) -> Iterator[str]:
    yield "<responseformat>plain</responseformat><responserequired>1</responserequired>"


WRITERS = {
    SINGLE: _choices,
    MULTIPLE: _choices,
    ORDER: _order,
    MATCH: _match,
    SHORT: _short,
    NUMBER: _number,
    OPEN: _open,
}
