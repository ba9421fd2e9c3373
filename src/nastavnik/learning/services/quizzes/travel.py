"""Self-checks brought as files and taken along: looked at first, made then."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from nastavnik.core import journal
from nastavnik.learning.exchange.moodle_read import Reading, Words, read_moodle
from nastavnik.learning.exchange.notes import Note, NoteCode
from nastavnik.learning.exchange.questions import Item, Sheet
from nastavnik.learning.exchange.xml import MOST_BYTES, XmlRefused
from nastavnik.learning.models import Quiz, QuizImport
from nastavnik.learning.permissions import can_edit_quizzes_of
from nastavnik.learning.services.quizzes.authoring import create_quiz
from nastavnik.learning.services.quizzes.pictures import read_picture
from nastavnik.learning.services.quizzes.questions import add_question
from nastavnik.learning.services.quizzes.refusals import (
    FileHasNothing,
    FileNotKnown,
    FileTooLarge,
    PictureNotKnown,
    PictureTooLarge,
    TooManyFiles,
)
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson

MOST_FILES_AN_HOUR = 30
HOUR = timedelta(hours=1)
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be made of a file."""

    sheet: Sheet
    notes: tuple[Note, ...]


def bring_file(*, actor: Actor, lesson_id: int, name: str, content: bytes, now: datetime) -> QuizImport:
    """Keep a file for a day, to be looked at. Raises `FileTooLarge`, `FileNotKnown`, `FileHasNothing`, `TooManyFiles`.

    It is read before anything is locked: a large one takes seconds.
    """
    lesson = Lesson.objects.select_related("school").get(pk=lesson_id)
    if not isinstance(actor, User) or not can_edit_quizzes_of(actor, lesson):
        raise PermissionDenied
    if len(content) > MOST_BYTES:
        raise FileTooLarge
    if QuizImport.objects.filter(user=actor, created_at__gt=now - HOUR).count() >= MOST_FILES_AN_HOUR:
        raise TooManyFiles
    if not _read(content, name).sheet.items:
        raise FileHasNothing
    return QuizImport.objects.create(
        user=actor, lesson=lesson, file_name=name[:NAME_LENGTH], content=content, created_at=now
    )


def preview_of(brought: QuizImport) -> Preview:
    """Return what would be made of a file that was brought."""
    reading = _read(bytes(brought.content), brought.file_name)
    items, notes = [], list(reading.notes)
    for number, item in enumerate(reading.sheet.items, start=1):
        checked = _with_good_picture(item)
        items.append(checked)
        if checked.image is None and item.image is not None:
            notes.append(Note(number, item.text[:80], NoteCode.PICTURES))
    return Preview(replace(reading.sheet, items=tuple(items)), tuple(notes))


def _read(content: bytes, name: str) -> Reading:
    words = Words(
        title=name.rpartition(".")[0][:NAME_LENGTH] or gettext("Questions from a file"),
        true=gettext("True"),
        false=gettext("False"),
        picture=gettext("A picture for the question"),
    )
    try:
        return read_moodle(content, words)
    except XmlRefused as error:
        raise FileNotKnown from error


def _with_good_picture(item: Item) -> Item:
    """Return the question with its picture made small, or without one that cannot be read."""
    if item.image is None:
        return item
    try:
        small = read_picture(item.image.content).content
    except (PictureNotKnown, PictureTooLarge):
        return replace(item, image=None)
    return replace(item, image=replace(item.image, content=small))


def make_of_file(*, actor: Actor, import_id: int, now: datetime) -> Quiz:
    """Make a self-check of a file that was looked at; it is not published. The file is forgotten.

    Its pictures are made small before anything is locked. Raises `QuizImport.DoesNotExist` when it was made meanwhile.
    """
    brought = QuizImport.objects.get(pk=import_id)
    if not isinstance(actor, User) or brought.user_id != actor.pk:
        raise PermissionDenied
    sheet = preview_of(brought).sheet
    with transaction.atomic():
        QuizImport.objects.select_for_update().get(pk=import_id)
        quiz = make_of_sheet(actor=actor, lesson_id=brought.lesson_id, sheet=sheet, now=now)
        journal.record(actor=actor, verb="quiz imported", subject=quiz, now=now, file=brought.file_name)
        brought.delete()
    return quiz


@transaction.atomic
def make_of_sheet(*, actor: Actor, lesson_id: int, sheet: Sheet, now: datetime) -> Quiz:
    """Make a self-check with its questions; it is not published. Raises as `add_question`."""
    quiz = create_quiz(
        actor=actor,
        lesson_id=lesson_id,
        title=sheet.title,
        intro=sheet.intro,
        pass_percent=sheet.pass_percent,
        attempts_allowed=sheet.attempts_allowed,
        is_shuffled=sheet.is_shuffled,
        are_options_shuffled=sheet.are_options_shuffled,
        now=now,
    )
    for item in sheet.items:
        add_question(actor=actor, quiz_id=quiz.pk, item=item, now=now)
    return quiz
