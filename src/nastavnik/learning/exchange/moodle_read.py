"""Questions of Moodle XML as ours (https://docs.moodle.org/en/Moodle_XML_format), with a note for everything that is not taken."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from nastavnik.learning.exchange.moodle_text import line_of, passage_of, words_of
from nastavnik.learning.exchange.moodle_write import SETTINGS_MARK, TAG_MOMENT, TAG_STOP
from nastavnik.learning.exchange.notes import Note, NoteCode
from nastavnik.learning.exchange.questions import (
    MATCH,
    MULTIPLE,
    NUMBER,
    OPEN,
    ORDER,
    SHORT,
    SINGLE,
    Choice,
    Image,
    Item,
    Sheet,
)
from nastavnik.learning.exchange.rules import MOST_POINTS, MOST_QUESTIONS, faults_of, plain_number, read_number
from nastavnik.learning.exchange.xml import XmlRefused, read_xml

TITLE_LENGTH = 200
NAME_LENGTH = 120
OUR_PATH = "$course$/top/"
WHOLE = 100.0
ROUNDING = 0.01
SETTING = re.compile(r"pass=(\d{1,3});attempts=(\d{1,3});mixed=([01])([01])", re.ASCII)
MOMENT = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)
# what Moodle itself writes there
USUAL_FEEDBACK = frozenset(
    {"", "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
)
WHOLE_FEEDBACK = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


@dataclass(frozen=True, slots=True)
class Words:
    """Words that a file does not hold and a question needs, in the reader's language."""

    title: str
    true: str
    false: str
    picture: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a file."""

    sheet: Sheet
    notes: tuple[Note, ...]


def read_moodle(content: bytes, words: Words) -> Reading:
    """Read a file in Moodle XML. Raises `XmlRefused` for anything else."""
    root = read_xml(content)
    if root.tag != "quiz":
        raise XmlRefused
    sheet, notes = _settings(root, words)
    items: list[Item] = []
    questions = [one for one in root.findall("question") if one.get("type") != "category"]
    for number, element in enumerate(questions, start=1):
        reader = _Question(element, number, words)
        item = reader.item()
        if item is not None and len(items) >= MOST_QUESTIONS:
            reader.note(NoteCode.MOST)
        elif item is not None:
            items.append(item)
        notes += reader.notes
    return Reading(replace(sheet, items=tuple(items)), tuple(notes))


def _settings(root: Element, words: Words) -> tuple[Sheet, list[Note]]:
    """Return the settings, of the category that we have written or of the first there is."""
    categories = [one for one in root.findall("question") if one.get("type") == "category"]
    ours = [one for one in categories if (one.findtext("idnumber") or "").startswith(SETTINGS_MARK)]
    first = next(iter(ours or categories), None)
    notes = [Note(0, "", NoteCode.CATEGORIES)] if len(categories) > 1 else []
    if first is None:
        return Sheet(title=words.title), notes
    path = words_of(first.find("category"))
    title = path.removeprefix(OUR_PATH) if ours else re.split(r"(?<!/)/(?!/)", path)[-1]
    sheet = Sheet(
        title=title.replace("//", "/").strip()[:TITLE_LENGTH] or words.title, intro=passage_of(first.find("info")).text
    )
    match = SETTING.fullmatch((first.findtext("idnumber") or "").removeprefix(SETTINGS_MARK))
    if match is None:
        return sheet, notes
    percent, attempts = (int(match[number]) for number in (1, 2))
    return replace(
        sheet,
        pass_percent=min(max(percent, 1), 100),
        attempts_allowed=min(attempts, MOST_POINTS) or None,
        is_shuffled=match[3] == "1",
        are_options_shuffled=match[4] == "1",
    ), notes


class _Question:
    """Reads one question, and notes what is left out."""

    def __init__(self, element: Element, number: int, words: Words) -> None:
        self.element, self.number, self.words = element, number, words
        self.name = words_of(element.find("name"))[:NAME_LENGTH]
        self.notes: list[Note] = []

    def note(self, code: NoteCode, detail: str = "") -> None:
        """Note something, once."""
        made = Note(self.number, self.name, code, detail)
        if made not in self.notes:
            self.notes.append(made)

    def item(self) -> Item | None:
        """Return the question; None where it cannot be taken."""
        kind = self._kind()
        if kind is None:
            self.note(NoteCode.TYPE, self.element.get("type", "")[:40])
            return None
        passage, explanation = (
            passage_of(self.element.find("questiontext")),
            passage_of(self.element.find("generalfeedback")),
        )
        if passage.is_picture_lost or explanation.image is not None or explanation.is_picture_lost:
            self.note(NoteCode.PICTURES)
        item = Item(
            kind=kind,
            text=passage.text or self.name,
            choices=tuple(READERS[kind](self)),
            points=self._points(),
            explanation=explanation.text,
            image=self._image(passage.image),
        )
        item = self._with_tags(item)
        self._note_leftovers()
        faults = faults_of(item)
        for fault in faults:
            self.note(NoteCode.FAULT, fault)
        return None if faults else item

    def _kind(self) -> str | None:
        kind = self.element.get("type", "")
        if kind == "multichoice":
            is_single = (self.element.findtext("single") or "true").strip() in {"true", "1"}
            return SINGLE if is_single else MULTIPLE
        known = {
            "truefalse": SINGLE,
            "ordering": ORDER,
            "matching": MATCH,
            "shortanswer": SHORT,
            "numerical": NUMBER,
            "essay": OPEN,
        }
        return known.get(kind)

    def _points(self) -> int:
        grade = read_number(self.element.findtext("defaultgrade") or "1") or 0.0
        points = min(max(round(grade), 1), MOST_POINTS)
        if abs(points - grade) > ROUNDING:
            self.note(NoteCode.POINTS)
        return points

    def _image(self, image: Image | None) -> Image | None:
        if image is None or image.alt:
            return image
        self.note(NoteCode.PICTURE_WORDS)
        return replace(image, alt=self.words.picture)

    def _with_tags(self, item: Item) -> Item:
        """Return the question with the seconds of the film that we have written into its tags."""
        for tag in self.element.findall("tags/tag"):
            words = words_of(tag)
            moment = MOMENT.fullmatch(words.removeprefix(TAG_MOMENT)) if words.startswith(TAG_MOMENT) else None
            stop = MOMENT.fullmatch(words.removeprefix(TAG_STOP)) if words.startswith(TAG_STOP) else None
            if moment is not None:
                end = int(moment[2]) if moment[2] else None
                item = replace(item, moment_seconds=int(moment[1]), moment_end_seconds=end)
            elif stop is not None:
                item = replace(item, at_second=int(stop[1]))
            else:
                self.note(NoteCode.TAGS)
        return item

    def _note_leftovers(self) -> None:
        if any(words_of(self.element.find(name)) not in USUAL_FEEDBACK for name in WHOLE_FEEDBACK):
            self.note(NoteCode.FEEDBACK)
        if self.element.find("hint") is not None:
            self.note(NoteCode.HINTS)
        if self.element.find("units/unit") is not None:
            self.note(NoteCode.UNITS)
        if (self.element.findtext("usecase") or "0").strip() == "1":
            self.note(NoteCode.CASE)
        if words_of(self.element.find("graderinfo")) or words_of(self.element.find("responsetemplate")):
            self.note(NoteCode.FEEDBACK)

    # --- answers -------------------------------------------------------------------------------------------------------

    def line(self, element: Element | None) -> str:
        """Return a line of plain words, noting what was more than that."""
        words, is_lost = line_of(element)
        if is_lost or (element is not None and element.find("file") is not None):
            self.note(NoteCode.FORMAT)
        return words

    def answers(self) -> Iterator[tuple[Choice, float]]:
        """Return the answers with how much of the points each gives, per cent."""
        for answer in self.element.findall("answer"):
            fraction = read_number(answer.get("fraction", "0")) or 0.0
            feedback = self.line(answer.find("feedback"))
            yield Choice(text=self.line(answer), feedback=feedback), fraction

    def all_or_nothing(self) -> Iterator[Choice]:
        """Return answers of which each is right or wrong."""
        for choice, fraction in self.answers():
            if abs(fraction) > ROUNDING and abs(fraction - WHOLE) > ROUNDING:
                self.note(NoteCode.WEIGHTS)
            yield replace(choice, is_right=abs(fraction - WHOLE) <= ROUNDING)

    def several(self) -> Iterator[Choice]:
        """Return answers of which several are right."""
        found = list(self.answers())
        right = sum(fraction > ROUNDING for _choice, fraction in found) or 1
        expected = WHOLE / right
        if any(abs(abs(fraction) - expected) > ROUNDING for _choice, fraction in found):
            self.note(NoteCode.WEIGHTS)
        for choice, fraction in found:
            yield replace(choice, is_right=fraction > ROUNDING)

    def true_or_false(self) -> Iterator[Choice]:
        """Return the two answers, in the reader's words."""
        names = {"true": self.words.true, "false": self.words.false}
        for choice in self.all_or_nothing():
            yield replace(choice, text=names.get(choice.text.lower(), choice.text))

    def one(self) -> Iterator[Choice]:
        """Return answers of which one is right."""
        return self.true_or_false() if self.element.get("type") == "truefalse" else self.all_or_nothing()

    def in_order(self) -> Iterator[Choice]:
        """Return what is to be put in order, in its order."""
        for choice, _place in sorted(self.answers(), key=lambda pair: pair[1]):
            if choice.feedback:
                self.note(NoteCode.FEEDBACK)
            yield Choice(text=choice.text)

    def pairs(self) -> Iterator[Choice]:
        """Return pairs, and matches too many."""
        for one in self.element.findall("subquestion"):
            yield Choice(text=self.line(one), match=self.line(one.find("answer")))

    def numbers(self) -> Iterator[Choice]:
        """Return numbers with how far an answer may be off."""
        elements = self.element.findall("answer")
        for choice, element in zip(self.all_or_nothing(), elements, strict=True):
            tolerance = read_number(_plain_float(element.findtext("tolerance") or "0"))
            yield replace(
                choice, text=plain_number(choice.text), tolerance=tolerance if tolerance is not None else -1.0
            )


def _plain_float(text: str) -> str:
    """Return a number without an exponent, as far as it is one."""
    try:
        return f"{float(text):.12f}".rstrip("0").rstrip(".")
    except ValueError:
        return text


READERS: dict[str, Callable[[_Question], Iterator[Choice] | Sequence[Choice]]] = {
    SINGLE: _Question.one,
    MULTIPLE: _Question.several,
    ORDER: _Question.in_order,
    MATCH: _Question.pairs,
    SHORT: _Question.all_or_nothing,
    NUMBER: _Question.numbers,
    OPEN: lambda _question: (),
}
