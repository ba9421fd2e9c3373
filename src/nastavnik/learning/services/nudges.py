"""A methodist reminds those who lag behind, each at most once a day."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from nastavnik.core import journal
from nastavnik.learning import tasks
from nastavnik.learning.models import Nudge, Nudged, Standing
from nastavnik.learning.permissions import can_nudge
from nastavnik.learning.selectors.nudges import (
    Reader,
    Scope,
    chosen_people,
    filled,
    not_nudged_on,
    reader_of,
    today_in,
)
from nastavnik.learning.selectors.people import held_lessons
from nastavnik.learning.services.refusals import NobodyToRemind
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.models import Programme
from nastavnik.programme.permissions import place_of

BATCH = 500


@transaction.atomic
def nudge(*, actor: User, programme_id: int, scope: Scope, subject: str, text: str, now: datetime) -> Nudge:
    """Write a letter to those who lag behind as `scope` says and have had none today; a task sends it.

    Raises `NobodyToRemind`.
    """
    programme = Programme.objects.select_related("school").get(pk=programme_id)
    if not can_nudge(actor, programme.school):
        raise PermissionDenied
    day = today_in(programme.school, now)
    people = not_nudged_on(chosen_people(programme, scope, held_lessons(programme)), day)
    user_ids = sorted(people.values_list("user_id", flat=True))
    if not user_ids:
        raise NobodyToRemind
    letter = Nudge.objects.create(programme=programme, made_by=actor, subject=subject, text=text, at=now)
    # whom somebody else has written to a moment ago is left out
    Nudged.objects.bulk_create(
        [Nudged(nudge=letter, user_id=user_id, day=day) for user_id in user_ids],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    journal.record(actor=actor, verb="nudged", subject=letter, now=now, people=len(user_ids))
    tasks.send_nudge.enqueue(letter.pk)
    return letter


def send_nudge(*, nudge_id: int, now: datetime) -> int:
    """Tell those whom a letter is for and who were not told yet, one by one; return how many. Safe to repeat."""
    letter = Nudge.objects.select_related("programme__school").get(pk=nudge_id)
    held = held_lessons(letter.programme)
    waiting = list(
        Nudged.objects.filter(nudge=letter, told_at=None).order_by("user_id").values_list("user_id", flat=True)
    )
    told = 0
    for begin in range(0, len(waiting), BATCH):
        for user, reader in _readers(letter, waiting[begin : begin + BATCH]):
            _tell(letter, user, reader, held, now)
            told += 1
    return told


def _readers(letter: Nudge, user_ids: list[int]) -> Iterable[tuple[User, Reader]]:
    rows = Standing.objects.filter(programme=letter.programme, user__in=user_ids).select_related("user__library")
    for row in rows.order_by("user_id"):
        yield row.user, reader_of(row)


@transaction.atomic
def _tell(letter: Nudge, user: User, reader: Reader, held: int, now: datetime) -> None:
    """Put the letter among a person's notices, and into the outbox if she wants letters of this kind."""
    school = letter.programme.school
    with translation.override(user.language):
        words = {
            "subject": filled(letter.subject, reader, letter.programme, held),
            "text": filled(letter.text, reader, letter.programme, held),
        }
    notify(
        user_ids=[user.pk],
        kind=NoticeKind.LEARNING,
        template="learning/notices/nudge",
        now=now,
        context=words,
        link=school.address_of("/me/"),
        key=f"nudge:{letter.token}",
        place=place_of(school),
        zone=school.time_zone,
    )
    Nudged.objects.filter(nudge=letter, user=user).update(told_at=now)


def send_what_was_missed(*, now: datetime) -> int:
    """Go on with letters that were not sent to the end; return how many people were told."""
    unfinished = Nudged.objects.filter(told_at=None, nudge__at__lt=now).values_list("nudge_id", flat=True)
    return sum(send_nudge(nudge_id=nudge_id, now=now) for nudge_id in sorted(set(unfinished)))
