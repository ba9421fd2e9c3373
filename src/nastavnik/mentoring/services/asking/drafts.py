"""The question while it is written: a row from the first letter, so that nothing typed is lost."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core.errors import Refusal
from nastavnik.mentoring.enums import Audience, ConsultationState
from nastavnik.mentoring.models import Consultation, Theme
from nastavnik.mentoring.models.consultations import LONGEST_SUBJECT, LONGEST_TEXT
from nastavnik.mentoring.permissions import can_ask, can_bring_back, can_write_draft, is_asker
from nastavnik.mentoring.selectors.asking import span_around
from nastavnik.mentoring.services.asking.refusals import NoDraftAnyMore, TooManyDrafts, WrittenElsewhere
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.video.models import Moment, Video
from nastavnik.video.services import make_moment

MOST_DRAFTS = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What is asked, about what, and whether it may become public."""

    subject: str
    text: str
    theme_id: int | None
    audience: Audience


@dataclass(frozen=True, slots=True)
class AskedFrom:
    """The moment of a film, or the lesson, that a question is asked from; its writer may see it."""

    lesson_id: int | None
    video_id: int | None
    seconds: float | None


@transaction.atomic
def save_draft(
    *,
    actor: User,
    school: School,
    token: str,
    words: Words,
    version: int,
    now: datetime,
    asked_from: AskedFrom | None = None,
) -> Consultation:
    """Keep what is being written; the first time makes the row, with the `token` of the page.

    What stands there already is not written again, whatever its version. Raises `WrittenElsewhere` when another window has
    changed it since `version`, `NoDraftAnyMore`, `TooManyDrafts`; `Consultation.DoesNotExist` when it is somebody else's.
    """
    if not can_ask(actor, school):
        raise PermissionDenied
    draft = _draft(actor, school, token, asked_from, now)
    theme = Theme.objects.filter(pk=words.theme_id, school=school).first() if words.theme_id else None
    found = (draft.subject, draft.text, draft.theme_id, draft.audience)
    wanted = (words.subject[:LONGEST_SUBJECT], words.text[:LONGEST_TEXT], theme.pk if theme else None, words.audience)
    if found == wanted:
        return draft
    if version != draft.version:
        raise WrittenElsewhere(draft)
    draft.subject, draft.text, draft.theme_id, draft.audience = wanted
    draft.version, draft.changed_at = draft.version + 1, now
    draft.save(update_fields=["subject", "text", "theme", "audience", "version", "changed_at"])
    return draft


def _draft(actor: User, school: School, token: str, asked_from: AskedFrom | None, now: datetime) -> Consultation:
    """Return the locked draft of a token, made where there is none."""
    draft = Consultation.objects.select_for_update().filter(token=token, school=school).first()
    if draft is None:
        return _begun(actor, school, token, asked_from, now)
    if not is_asker(actor, draft):
        raise Consultation.DoesNotExist
    if not can_write_draft(actor, draft):
        raise NoDraftAnyMore
    return draft


def _begun(actor: User, school: School, token: str, asked_from: AskedFrom | None, now: datetime) -> Consultation:
    # those too that were put away: they are still there, with their files
    drafts = Consultation.objects.filter(asker=actor, school=school, number=None)
    if drafts.count() >= MOST_DRAFTS:
        raise TooManyDrafts
    asked_from = asked_from or AskedFrom(None, None, None)
    columns = {
        "school": school,
        "asker": actor,
        "lesson_id": asked_from.lesson_id,
        "video_id": asked_from.video_id,
        "seconds": asked_from.seconds,
        # made with the row, and not at all where it is there already
        "moment": partial(_moment_of, actor, asked_from, now),
        "created_at": now,
        "changed_at": now,
    }
    # two windows that begin at once, or a double click: the second finds the row of the first
    draft, _is_new = Consultation.objects.get_or_create(token=token, defaults=columns)
    if draft.asker_id != actor.pk or draft.school_id != school.pk:
        raise Consultation.DoesNotExist
    return draft


def _moment_of(actor: User, asked_from: AskedFrom, now: datetime) -> Moment | None:
    """Return the words around the second that is asked about, to be found again after each edit of the film.

    Nothing where there is no second, or none that can be kept: the film is on the air.
    """
    if asked_from.video_id is None or asked_from.seconds is None:
        return None
    whole = Video.objects.values_list("duration_seconds", flat=True).get(pk=asked_from.video_id)
    begin, end = span_around(asked_from.seconds, whole)
    try:
        return make_moment(
            actor=actor, video_id=asked_from.video_id, seconds=begin, end_seconds=end, has_link=True, now=now
        )
    except Refusal:
        return None


@transaction.atomic
def discard_draft(*, actor: User, consultation_id: int, now: datetime) -> Consultation:
    """Put a draft away; for a day it can be brought back. Safe to repeat."""
    draft = own_locked(actor, consultation_id)
    if can_bring_back(actor, draft):
        return draft
    if not can_write_draft(actor, draft):
        raise NoDraftAnyMore
    draft.state, draft.closed_at = ConsultationState.WITHDRAWN, now
    draft.save(update_fields=["state", "closed_at"])
    return draft


def own_locked(actor: User, consultation_id: int) -> Consultation:
    """Return a consultation of `actor` herself, locked, its school joined. Raises `Consultation.DoesNotExist`."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("school")
    return rows.get(pk=consultation_id, asker=actor)
