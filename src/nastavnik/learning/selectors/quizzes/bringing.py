"""A file of questions that somebody has brought, as it is shown before anything is made of it."""

from dataclasses import dataclass
from typing import IO, Protocol

from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.learning.enums import ImportNote, QuestionFault, QuestionKind
from nastavnik.learning.exchange.notes import Note, NoteCode
from nastavnik.learning.exchange.questions import Item, Sheet
from nastavnik.learning.exchange.xml import MOST_BYTES
from nastavnik.learning.models import QuizImport
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


class Preview(Protocol):
    """What the service found in the file."""

    @property
    def sheet(self) -> Sheet: ...

    @property
    def notes(self) -> tuple[Note, ...]: ...


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A question that would be taken."""

    kind_label: str
    text: SafeString
    answers: tuple[str, ...]
    points: int
    has_picture: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """Something that would not be taken as it was."""

    number: int
    name: str
    words: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What would be made of a file."""

    token: str
    file_name: str
    lesson: str
    title: str
    items: tuple[ItemLine, ...]
    notes: tuple[NoteLine, ...]
    refused: int


def import_of(actor: Actor, school: School, token: str) -> QuizImport:
    """Return a file that `actor` has brought. Raises `QuizImport.DoesNotExist`."""
    brought = QuizImport.objects.filter(lesson__school=school, user=actor.pk)
    return brought.select_related("lesson").get(token=token)


def import_page(brought: QuizImport, preview: Preview) -> ImportPage:
    """Return a file as it is shown."""
    notes = tuple(_note_line(note) for note in preview.notes)
    return ImportPage(
        token=brought.token,
        file_name=brought.file_name,
        lesson=brought.lesson.title,
        title=preview.sheet.title,
        items=tuple(_item_line(item) for item in preview.sheet.items),
        notes=notes,
        refused=len({note.number for note in notes if not note.is_taken}),
    )


def _item_line(item: Item) -> ItemLine:
    return ItemLine(
        kind_label=str(QuestionKind(item.kind).label),
        text=render_markdown(item.text),
        answers=tuple(f"{one.text} — {one.match}" if one.match else one.text for one in item.choices),
        points=item.points,
        has_picture=item.image is not None,
    )


def _note_line(note: Note) -> NoteLine:
    detail = str(QuestionFault(note.detail).label) if note.code == NoteCode.FAULT else note.detail
    words = [str(ImportNote(note.code).label), *([detail] if detail else [])]
    return NoteLine(note.number, note.name, " ".join(words), is_taken=note.is_taken)


def content_of(file: IO[bytes]) -> bytes:
    """Return what is in a file that is sent, and one byte more than is allowed at most."""
    return file.read(MOST_BYTES + 1)
