"""Moments of lessons to learn from, as methodists choose them: for a field or a criterion, whatever fund asks for it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.grants.models import StudyMoment
from nastavnik.grants.permissions import can_keep_templates
from nastavnik.grants.selectors.talk.moments import place_of_address
from nastavnik.grants.selectors.talk.moments_desk import lesson_of_moment, subjects_of
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.grants.services.talk.refusals import MomentWithoutLesson, MomentWithoutWords
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School

LONGEST_WORDS = 200


@transaction.atomic
def choose_moment(*, actor: User, school: School, subject: str, address: str, words: str, now: datetime) -> StudyMoment:
    """Choose the moment of a lesson at an address; the same one is chosen once.

    Raises `PermissionDenied`, `FieldGone`, `MomentWithoutLesson`, `MomentWithoutWords`.
    """
    _check(actor, school)
    lesson, seconds = _place(actor, school, address)
    told = " ".join(words.split())[:LONGEST_WORDS]
    if not told:
        raise MomentWithoutWords
    if subject not in {one.key for subjects in subjects_of(school) for one in subjects}:
        raise FieldGone
    place = {"school": school, "subject": subject, "lesson": lesson, "begins": seconds}
    moment, is_new = StudyMoment.objects.get_or_create(
        **place, removed_at=None, defaults={"words": told, "added_by": actor, "added_at": now}
    )
    if is_new:
        journal.record(actor=actor, verb="study_moment_chosen", subject=lesson, now=now, subject_key=subject)
    return moment


@transaction.atomic
def remove_moment(*, actor: User, moment_id: int, now: datetime) -> None:
    """Do not offer a moment any more; it can be brought back. Safe to repeat."""
    _set_removed(actor, moment_id, now, removed_at=now)


@transaction.atomic
def restore_moment(*, actor: User, moment_id: int, now: datetime) -> None:
    """Offer a removed moment again. Safe to repeat."""
    _set_removed(actor, moment_id, now, removed_at=None)


def _check(actor: User, school: School) -> None:
    if not can_keep_templates(actor, school):
        raise PermissionDenied


def _place(actor: User, school: School, address: str) -> tuple[Lesson, int]:
    place = place_of_address(address)
    if place is None:
        raise MomentWithoutLesson
    slug, seconds = place
    try:
        return lesson_of_moment(actor, school, slug), seconds
    except Lesson.DoesNotExist as error:
        raise MomentWithoutLesson from error


def _set_removed(actor: User, moment_id: int, now: datetime, *, removed_at: datetime | None) -> None:
    moment = StudyMoment.objects.select_for_update(of=("self",)).select_related("school", "lesson").get(pk=moment_id)
    _check(actor, moment.school)
    if (moment.removed_at is None) == (removed_at is None):
        return
    moment.removed_at = removed_at
    moment.save(update_fields=["removed_at"])
    verb = "study_moment_removed" if removed_at else "study_moment_restored"
    journal.record(actor=actor, verb=verb, subject=moment.lesson, now=now, subject_key=moment.subject)
