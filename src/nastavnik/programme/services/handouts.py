"""Handouts of lessons: files checked by their content, or addresses."""

from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.permissions import Actor
from nastavnik.programme.events import HandoutAdded
from nastavnik.programme.models import Handout
from nastavnik.programme.permissions import can_run_school
from nastavnik.programme.services.files import clean_name, recognise
from nastavnik.programme.services.lessons import locked_lesson
from nastavnik.programme.services.refusals import HandoutEmpty, HandoutTooLarge

MAX_BYTES = 50 * 2**20


@transaction.atomic
def add_handout(
    *,
    actor: Actor,
    lesson_id: int,
    title: str,
    now: datetime,
    file: File[bytes] | None = None,
    url: str = "",
) -> Handout:
    """Add a file or an address to a lesson; without a title the file's own name is taken.

    Raises `HandoutEmpty` unless exactly one of the two is given, `HandoutTooLarge`, `HandoutNotKnown`.
    """
    lesson = locked_lesson(actor, lesson_id)
    if bool(file) == bool(url):
        raise HandoutEmpty
    last = Handout.objects.filter(lesson=lesson).aggregate(last=Max("position"))["last"] or 0
    handout = Handout(lesson=lesson, title=title.strip(), url=url, position=last + 1)
    if file is not None:
        _take_file(handout, file, now)
    handout.title = handout.title or handout.file_name.rpartition(".")[0] or url
    handout.save()
    journal.record(actor=actor, verb="handout_added", subject=lesson, now=now, handout=handout.title)
    publish(HandoutAdded(handout_id=handout.pk))
    return handout


def _take_file(handout: Handout, file: File[bytes], now: datetime) -> None:
    if file.size > MAX_BYTES:
        raise HandoutTooLarge
    name = file.name or ""
    kind = recognise(file, name)
    handout.file_name, handout.file_kind, handout.file_bytes = clean_name(name, kind), kind, file.size
    handout.file.save(f"handouts/{now:%Y}/{handout.token}.{kind}", file, save=False)


@transaction.atomic
def remove_handout(*, actor: Actor, handout_id: int, now: datetime) -> Handout:
    """Remove a handout; its file goes too unless the handout of another year's lesson is the same file."""
    handouts = Handout.objects.select_for_update(of=("self",)).select_related("lesson__school")
    handout = handouts.get(pk=handout_id)
    if not can_run_school(actor, handout.lesson.school):
        raise PermissionDenied
    handout.delete()
    name = handout.file.name
    if name and not Handout.objects.filter(file=name).exists():
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    journal.record(actor=actor, verb="handout_removed", subject=handout.lesson, now=now, handout=handout.title)
    return handout
