"""Lessons: added, edited, with their speakers and partners, taken off the board and brought back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import AgeRating, LessonKind, LessonState
from nastavnik.programme.events import LessonChanged, LessonMoved, LessonRemoved
from nastavnik.programme.models import Cycle, Lesson, LessonSpeaker, Partner, School, Speaker
from nastavnik.programme.permissions import can_run_school
from nastavnik.programme.services.joining import own_changes
from nastavnik.programme.services.notices import tell_enrolled
from nastavnik.programme.services.plan import bring_back_cycle, locked_cycle
from nastavnik.programme.services.refusals import (
    LessonIsPublic,
    LessonNeedsTime,
    NothingToUndo,
    SlugTaken,
)
from nastavnik.programme.services.slugs import free_slug
from nastavnik.programme.services.speakers import add_speaker

EDITED, EDIT_UNDONE = "lesson_edited", "lesson_edit_undone"
EDITS = (EDITED, EDIT_UNDONE)
# what a calendar shows of a lesson besides its words
CALENDAR_FIELDS = frozenset({"starts_at", "duration_minutes", "time_zone", "place"})
# kept in rows of their own, not in columns of the lesson
PEOPLE_FIELDS = frozenset({"speaker_ids", "partner_ids"})


class LessonFields(TypedDict, total=False):
    """What a methodist writes about a lesson; `starts_at` is aware, `time_zone` empty for the school's own."""

    summary: str
    description: str
    kind: LessonKind
    starts_at: datetime | None
    duration_minutes: int
    time_zone: str
    place: str
    age_rating: AgeRating
    slug: str


class EditedFields(LessonFields, total=False):
    """The same, of a lesson that exists."""

    title: str


@transaction.atomic
def add_lesson(*, actor: Actor, cycle_id: int, now: datetime, title: str, **fields: Unpack[LessonFields]) -> Lesson:
    """Add a draft at the end of a cycle; its address is made of the title unless given. Raises `SlugTaken`."""
    cycle = locked_cycle(actor, cycle_id)
    school = School.objects.select_for_update(of=("self",)).get(pk=cycle.programme.school_id)
    slug = fields.pop("slug", "") or free_slug(school, title)
    if Lesson.objects.filter(school=school, slug=slug).exists():
        raise SlugTaken
    lesson = Lesson(cycle=cycle, school=school, title=title, slug=slug, updated_at=now, **fields)
    lesson.number = next_number(cycle)
    lesson.save()
    journal.record(actor=actor, verb="lesson_added", subject=lesson, now=now)
    return lesson


@transaction.atomic
def edit_lesson(
    *,
    actor: Actor,
    lesson_id: int,
    version: int,
    now: datetime,
    speaker_ids: Sequence[int] | None = None,
    partner_ids: Sequence[int] | None = None,
    new_speaker: str = "",
    **fields: Unpack[EditedFields],
) -> Lesson:
    """Change what is written about a lesson; what is not named stays. `new_speaker` is a name not yet in the list.

    `version` is the lesson's when the form was opened. What others saved since is kept where this form left it as it
    was; `ChangedMeanwhile` is raised only for fields that both have changed. Those enrolled are told when an announced
    lesson is moved in time or place. Also raises `LessonNeedsTime`, `SlugTaken`.
    """
    lesson = locked_lesson(actor, lesson_id)
    wanted: dict[str, Any] = {**fields}
    if speaker_ids is not None:
        wanted["speaker_ids"] = list(dict.fromkeys(speaker_ids))
    if partner_ids is not None:
        wanted["partner_ids"] = sorted(set(partner_ids))
    if lesson.version != version:
        wanted = own_changes(
            lesson, wanted, version=version, verbs=EDITS, current=partial(_current, lesson), written=_written
        )
    if new_speaker.strip():
        speaker = add_speaker(actor=actor, school_id=lesson.school_id, name=new_speaker, now=now)
        wanted["speaker_ids"] = [*wanted.get("speaker_ids", speaker_ids_of(lesson)), speaker.pk]
    return _change(actor, lesson, wanted, now, verb=EDITED)


@transaction.atomic
def undo_lesson_edit(*, actor: Actor, lesson_id: int, version: int, now: datetime) -> Lesson:
    """Put back what the edit that made `version` changed. Raises `NothingToUndo` when something came after it."""
    lesson = locked_lesson(actor, lesson_id)
    subject = {"subject_kind": journal.subject_kind(lesson), "subject_id": lesson.pk}
    edit = JournalEntry.objects.filter(**subject, verb=EDITED, details__version=version).order_by("-pk").first()
    if edit is None or lesson.version != version:
        raise NothingToUndo
    before = {name: _read(name, value) for name, value in edit.details["before"].items()}
    return _change(actor, lesson, before, now, verb=EDIT_UNDONE)


@transaction.atomic
def set_speakers(*, actor: Actor, lesson_id: int, speaker_ids: Sequence[int], now: datetime) -> Lesson:
    """Say who holds the lesson, in this order; speakers of another school are not found."""
    lesson = locked_lesson(actor, lesson_id)
    return _change(actor, lesson, {"speaker_ids": list(dict.fromkeys(speaker_ids))}, now, verb=EDITED)


@transaction.atomic
def set_partners(*, actor: Actor, lesson_id: int, organisation_ids: Sequence[int], now: datetime) -> Lesson:
    """Say with which organisations the lesson is made; those outside the school's partners are not found."""
    lesson = locked_lesson(actor, lesson_id)
    return _change(actor, lesson, {"partner_ids": sorted(set(organisation_ids))}, now, verb=EDITED)


@transaction.atomic
def remove_lesson(*, actor: Actor, lesson_id: int, now: datetime) -> Lesson:
    """Take a draft off the board; `bring_back_lesson` undoes it. Raises `LessonIsPublic`."""
    lesson = locked_lesson(actor, lesson_id)
    if lesson.state != LessonState.DRAFT:
        raise LessonIsPublic
    if lesson.removed_at is None:
        lesson.removed_at = now
        save_lesson(lesson, ["removed_at"], now)
        close_gap(lesson)
        journal.record(actor=actor, verb="lesson_removed", subject=lesson, now=now)
        publish(LessonRemoved(lesson_id=lesson.pk))
    return lesson


@transaction.atomic
def bring_back_lesson(*, actor: Actor, lesson_id: int, now: datetime) -> Lesson:
    """Put a removed draft back, at the end of its cycle; the cycle comes back too if it was removed meanwhile."""
    lesson = locked_lesson(actor, lesson_id)
    if lesson.removed_at is not None:
        bring_back_cycle(actor=actor, cycle_id=lesson.cycle_id, now=now)
        lesson.removed_at, lesson.number = None, next_number(lesson.cycle)
        save_lesson(lesson, ["removed_at", "number"], now)
        journal.record(actor=actor, verb="lesson_brought_back", subject=lesson, now=now)
        publish(LessonChanged(lesson_id=lesson.pk))
    return lesson


def _change(actor: Actor, lesson: Lesson, wanted: dict[str, Any], now: datetime, *, verb: str) -> Lesson:
    """Write what differs, with its journal, its event and the news for those enrolled."""
    before = {name: _current(lesson, name) for name in wanted}
    changed = [name for name in wanted if before[name] != wanted[name]]
    if not changed:
        return lesson
    _check(lesson, wanted)
    is_moved = bool(CALENDAR_FIELDS & set(changed))
    for name in changed:
        _set(lesson, name, wanted[name])
    if is_moved:
        lesson.sequence += 1
    save_lesson(lesson, [name for name in changed if name not in PEOPLE_FIELDS] + ["sequence"], now)
    journal.record(
        actor=actor,
        verb=verb,
        subject=lesson,
        now=now,
        version=lesson.version,
        before={name: _written(before[name]) for name in changed},
        after={name: _written(wanted[name]) for name in changed},
    )
    publish(LessonMoved(lesson_id=lesson.pk) if is_moved else LessonChanged(lesson_id=lesson.pk))
    if is_moved and lesson.state == LessonState.ANNOUNCED:
        tell_enrolled(lesson, "moved", now=now, was=before["starts_at"] if "starts_at" in changed else None)
    return lesson


def _current(lesson: Lesson, name: str) -> Any:
    if name == "speaker_ids":
        return speaker_ids_of(lesson)
    if name == "partner_ids":
        return sorted(lesson.partners.values_list("pk", flat=True))
    return getattr(lesson, name)


def _check(lesson: Lesson, wanted: dict[str, Any]) -> None:
    if wanted.get("starts_at", lesson.starts_at) is None and lesson.state != LessonState.DRAFT:
        raise LessonNeedsTime
    slug = wanted.get("slug", lesson.slug)
    if slug != lesson.slug and Lesson.objects.filter(school_id=lesson.school_id, slug=slug).exists():
        raise SlugTaken


def _set(lesson: Lesson, name: str, value: Any) -> None:
    if name == "speaker_ids":
        _write_speakers(lesson, value)
    elif name == "partner_ids":
        lesson.partners.set(_partners_of(lesson, value))
    else:
        setattr(lesson, name, value)


def _write_speakers(lesson: Lesson, ids: Sequence[int]) -> None:
    speakers = {speaker.pk: speaker for speaker in Speaker.objects.filter(school_id=lesson.school_id, pk__in=ids)}
    if set(ids) - speakers.keys():
        raise Speaker.DoesNotExist
    LessonSpeaker.objects.filter(lesson=lesson).delete()
    LessonSpeaker.objects.bulk_create(
        LessonSpeaker(lesson=lesson, speaker=speakers[pk], position=position)
        for position, pk in enumerate(ids, start=1)
    )


def _partners_of(lesson: Lesson, ids: Sequence[int]) -> list[Organisation]:
    partners = Partner.objects.filter(school_id=lesson.school_id, organisation__in=ids)
    organisations = [partner.organisation for partner in partners.select_related("organisation")]
    if len(organisations) != len(ids):
        raise Organisation.DoesNotExist
    return organisations


def _written(value: Any) -> Any:
    """Return a value as the journal keeps it (JSON); the same moment is always the same text."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    """Return a value from the journal as the field holds it."""
    return datetime.fromisoformat(value) if name == "starts_at" and value else value


def speaker_ids_of(lesson: Lesson) -> list[int]:
    """Return the numbers of those who hold the lesson, in their order."""
    places = LessonSpeaker.objects.filter(lesson=lesson).order_by("position", "pk")
    return list(places.values_list("speaker_id", flat=True))


def save_lesson(lesson: Lesson, fields: Iterable[str], now: datetime) -> None:
    """Save the named fields with the next version, so that forms opened before are refused."""
    lesson.version += 1
    lesson.updated_at = now
    lesson.save(update_fields=[*fields, "version", "updated_at"])


def next_number(cycle: Cycle) -> int:
    """Return the number of a lesson to be added at the end of `cycle`."""
    last = Lesson.objects.filter(cycle=cycle, removed_at=None).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def close_gap(lesson: Lesson) -> None:
    """Move up the lessons that stood after one that left the cycle."""
    after = Lesson.objects.filter(cycle_id=lesson.cycle_id, removed_at=None, number__gt=lesson.number)
    after.update(number=F("number") - 1)


def locked_lesson(actor: Actor, lesson_id: int) -> Lesson:
    """Return the lesson locked for a change by `actor`, with its school and programme."""
    lessons = Lesson.objects.select_for_update(of=("self",)).select_related("school", "cycle__programme__school")
    lesson = lessons.get(pk=lesson_id)
    if not can_run_school(actor, lesson.school):
        raise PermissionDenied
    return lesson
