"""A methodist makes a public answer of a consultation: texts of its own, which she rewrites so that nobody is named."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.mentoring.enums import Audience, PublicState
from nastavnik.mentoring.models import (
    Consultation,
    PublicAnswer,
    PublicHandout,
    PublicMoment,
    Recommendation,
    RecommendedHandout,
    RecommendedMoment,
    Theme,
)
from nastavnik.mentoring.models.consultations import LONGEST_SUBJECT, LONGEST_TEXT
from nastavnik.mentoring.permissions import can_publish, can_see_consultation
from nastavnik.mentoring.selectors.public.wording import must_consent
from nastavnik.mentoring.services.public.refusals import IsPublic, NotAnswered, SavedMeanwhile
from nastavnik.people.models import User
from nastavnik.video import services as video
from nastavnik.video.permissions import can_watch
from nastavnik.video.selectors.moments import is_doubtful


@dataclass(frozen=True, slots=True)
class Words:
    """What becomes public of a question and its answer."""

    title: str
    question: str
    answer: str
    theme_id: int | None
    needs_consent: bool


@transaction.atomic
def prepare(*, actor: User, consultation_id: int, now: datetime) -> PublicAnswer:
    """Make a public answer of what was asked and recommended, not public yet; one that is there already is returned.

    A question that its asker wanted private becomes public with her consent alone. Raises `NotAnswered`.
    """
    consultations = Consultation.objects.select_for_update(of=("self",)).select_related("school", "theme")
    consultation = consultations.get(pk=consultation_id)
    if not (can_publish(actor, consultation.school) and can_see_consultation(actor, consultation)):
        raise PermissionDenied
    known = PublicAnswer.objects.filter(consultation=consultation).first()
    if known is not None:
        return known
    sent = list(
        Recommendation.objects.filter(consultation=consultation, sent_at__isnull=False).order_by("sent_at", "pk")
    )
    if not sent:
        raise NotAnswered
    answer = PublicAnswer.objects.create(
        school=consultation.school,
        consultation=consultation,
        theme=consultation.theme,
        title=consultation.subject[:LONGEST_SUBJECT],
        question=consultation.text,
        answer="\n\n".join(one.text.strip() for one in sent if one.text.strip())[:LONGEST_TEXT],
        needs_consent=consultation.audience == Audience.PRIVATE,
        prepared_by=actor,
        created_at=now,
        changed_at=now,
    )
    _copy_moments(actor, answer, sent, now)
    _copy_handouts(answer, sent)
    journal.record(actor=actor, verb="public_answer_prepared", subject=answer, now=now)
    return answer


def _copy_moments(actor: User, answer: PublicAnswer, sent: list[Recommendation], now: datetime) -> None:
    """Give the answer moments of its own; those that may stand at wrong seconds, or that she may not watch, are left out."""
    rows = RecommendedMoment.objects.filter(recommendation__in=sent, moment__removed_at=None)
    joined = rows.select_related("moment__video__school", "moment__video__lesson__cycle__programme")
    places = {one.pk: number for number, one in enumerate(sent)}
    ordered = sorted(joined, key=lambda one: (places[one.recommendation_id], one.position, one.pk))
    known = set[tuple[int, float, float]]()
    for one in ordered:
        moment = one.moment
        where = (moment.video_id, moment.seconds, moment.end_seconds)
        if where in known or is_doubtful(moment) or not can_watch(actor, moment.video):
            continue
        known.add(where)
        made = video.make_moment(
            actor=actor,
            video_id=moment.video_id,
            seconds=moment.seconds,
            end_seconds=moment.end_seconds,
            note=moment.note,
            language=moment.language,
            now=now,
        )
        PublicMoment.objects.create(answer=answer, moment=made, position=len(known))


def _copy_handouts(answer: PublicAnswer, sent: list[Recommendation]) -> None:
    rows = RecommendedHandout.objects.filter(recommendation__in=sent).order_by("recommendation", "position", "pk")
    ids = dict.fromkeys(rows.values_list("handout", flat=True))
    copies = [PublicHandout(answer=answer, handout_id=pk, position=place) for place, pk in enumerate(ids)]
    PublicHandout.objects.bulk_create(copies)


def locked(actor: User, answer_id: int) -> PublicAnswer:
    """Return a public answer for a change by a methodist, locked."""
    rows = PublicAnswer.objects.select_for_update(of=("self",)).select_related("school", "consultation", "theme")
    answer = rows.get(pk=answer_id)
    if not can_publish(actor, answer.school):
        raise PermissionDenied
    return answer


def prepared(actor: User, answer_id: int) -> PublicAnswer:
    """Return one that is not public, locked. Raises `IsPublic`."""
    answer = locked(actor, answer_id)
    if answer.state == PublicState.PUBLIC:
        raise IsPublic
    return answer


@transaction.atomic
def save(*, actor: User, answer_id: int, version: int, words: Words, now: datetime) -> PublicAnswer:
    """Save what will become public. Raises `IsPublic`, `SavedMeanwhile`, `Theme.DoesNotExist` for another school's theme.

    A consent that was given to other words does not hold for these. A question that was to stay private needs one always.
    """
    answer = prepared(actor, answer_id)
    before = _said(answer)
    answer.theme = Theme.objects.get(pk=words.theme_id, school=answer.school_id) if words.theme_id else None
    answer.title = " ".join(words.title.split())[:LONGEST_SUBJECT]
    answer.question, answer.answer = words.question.strip()[:LONGEST_TEXT], words.answer.strip()[:LONGEST_TEXT]
    answer.needs_consent = words.needs_consent or must_consent(answer)
    if _said(answer) == before:
        return answer
    if version != answer.version:
        raise SavedMeanwhile
    _touch(answer, now)
    return answer


def _said(answer: PublicAnswer) -> tuple[object, ...]:
    return answer.title, answer.question, answer.answer, answer.theme_id, answer.needs_consent


def _touch(answer: PublicAnswer, now: datetime) -> None:
    """Save a prepared answer; what its asker was shown is not what it is now."""
    answer.state, answer.changed_at, answer.version = PublicState.PREPARED, now, answer.version + 1
    answer.save()


@transaction.atomic
def remove_moment(*, actor: User, answer_id: int, moment_id: int, now: datetime) -> None:
    """Take a moment (`PublicMoment`) off an answer that is not public. Safe to repeat. Raises `IsPublic`."""
    answer = prepared(actor, answer_id)
    rows = PublicMoment.objects.filter(answer=answer, pk=moment_id)
    if ids := list(rows.values_list("moment", flat=True)):
        video.drop_moments(moment_ids=ids)
        _touch(answer, now)


@transaction.atomic
def remove_handout(*, actor: User, answer_id: int, handout_id: int, now: datetime) -> None:
    """Take a handout off an answer that is not public. Safe to repeat. Raises `IsPublic`."""
    answer = prepared(actor, answer_id)
    gone, _kinds = PublicHandout.objects.filter(answer=answer, handout=handout_id).delete()
    if gone:
        _touch(answer, now)
