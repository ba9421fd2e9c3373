"""Minutes of the jury. They are never changed: later ones stand in place of the earlier."""

from datetime import datetime

from django.db import transaction

from nastavnik.contest.models import Minutes
from nastavnik.contest.ranking.told import digest
from nastavnik.contest.selectors.results.minutes import last_minutes
from nastavnik.contest.selectors.results.told import digest_of_result, minutes_told
from nastavnik.contest.services.results.parts import decided_ranking, led_contest
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@transaction.atomic
def make_minutes(*, actor: Actor, contest_id: int, now: datetime) -> Minutes:
    """Write minutes of what is so now; the last ones are returned when they tell the same.

    Raises `NoRanking`, `ChairNeeded`, `AlreadyReleased`, `ReviewGoesOn`.
    """
    contest = led_contest(actor, contest_id, now)
    told = minutes_told(contest, decided_ranking(contest), made_at=now)
    last, result = last_minutes(contest), digest_of_result(told)
    if last is not None and last.result_sha256 == result:
        return last
    minutes = Minutes.objects.create(
        contest=contest,
        number=last.number + 1 if last else 1,
        told=told,
        sha256=digest(told),
        result_sha256=result,
        made_by=actor if isinstance(actor, User) else None,
        made_at=now,
    )
    journal.record(
        actor=actor, verb="minutes made", subject=contest, now=now, number=minutes.number, sha256=minutes.sha256
    )
    return minutes
