"""Jurors with open sheets are reminded: by whoever runs the contest, and by the school three days and one day before the end."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from nastavnik.contest.models import Contest, Juror
from nastavnik.contest.selectors.jury.open_sheets import Waiting, waiting_jurors
from nastavnik.contest.services.jury.parts import check_review_goes_on, led_contest, tell
from nastavnik.contest.services.jury.refusals import NobodyToRemind, RemindedToday
from nastavnik.core import journal
from nastavnik.people.enums import Language, NoticeKind
from nastavnik.people.permissions import Actor
from nastavnik.people.services.letters import Draft, write_letters
from nastavnik.programme.permissions import place_of

# before the end of the review: each juror hears of it at most once in each of these
REMINDED_BEFORE = (timedelta(days=3), timedelta(days=1))
NOT_AGAIN_WITHIN = timedelta(hours=12)


@transaction.atomic
def remind_jurors(*, actor: Actor, contest_id: int, now: datetime) -> int:
    """Remind everybody who has open sheets and heard nothing in the last hours; return how many.

    Raises `NobodyToRemind`, `RemindedToday`, `ReviewOver`, `ResultsAreOut`.
    """
    contest = led_contest(actor, contest_id)
    check_review_goes_on(contest, now)
    waiting = [one for one in waiting_jurors(contest) if one.juror.user_id is not None or one.juror.email]
    if not waiting:
        raise NobodyToRemind
    fresh = [one for one in waiting if _heard_before(one.juror, now - NOT_AGAIN_WITHIN)]
    if not fresh:
        raise RemindedToday
    journal.record(actor=actor, verb="jurors_reminded", subject=contest, now=now, people=len(fresh))
    return _remind(contest, fresh, now)


def remind_before_the_end(*, now: datetime) -> int:
    """Remind jurors of contests whose review ends soon; return how many. Run hourly, safe to repeat."""
    soon = Contest.objects.filter(
        removed_at=None, released_at=None, review_until__gt=now, review_until__lte=now + max(REMINDED_BEFORE)
    )
    return sum(_remind_soon(contest_id, now) for contest_id in soon.values_list("pk", flat=True))


@transaction.atomic
def _remind_soon(contest_id: int, now: datetime) -> int:
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest_id)
    assert contest.review_until is not None
    begun = max(contest.review_until - before for before in REMINDED_BEFORE if contest.review_until - before <= now)
    waiting = [one for one in waiting_jurors(contest) if one.juror.user_id is not None or one.juror.email]
    return _remind(contest, [one for one in waiting if _heard_before(one.juror, begun)], now)


def _heard_before(juror: Juror, moment: datetime) -> bool:
    return juror.reminded_at is None or juror.reminded_at < moment


def _remind(contest: Contest, waiting: Collection[Waiting], now: datetime) -> int:
    for one in waiting:
        if one.juror.user_id is not None:
            _tell(contest, one, now)
    letters = [_letter(contest, one) for one in waiting if one.juror.user_id is None]
    write_letters(drafts=letters, now=now, place=place_of(contest.school))
    Juror.objects.filter(pk__in=[one.juror.pk for one in waiting]).update(reminded_at=now)
    return len(waiting)


def _tell(contest: Contest, one: Waiting, now: datetime) -> None:
    link = f"/desk/jury/{contest.token}/"
    words: dict[str, Any] = {"open": one.open, "until": contest.review_until}
    tell(contest, "sheets_wait", [one.juror.user_id or 0], link, now=now, **words)


def _letter(contest: Contest, one: Waiting) -> Draft:
    """Return the letter to somebody who judges on paper."""
    words = {"juror": one.juror, "contest": contest, "open": one.open, "until": contest.review_until}
    # she has no account whose language would be known
    with translation.override(Language.RUSSIAN):
        return Draft(
            to_email=one.juror.email,
            kind=NoticeKind.CONTEST,
            subject=render_to_string("contest/letters/paper_sheets_wait.subject.txt", words),
            text=render_to_string("contest/letters/paper_sheets_wait.txt", words),
        )
