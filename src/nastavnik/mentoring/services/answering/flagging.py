"""Moments of answers that may play something else after their film was edited: who gave them is told, once.

The moments themselves follow their films in `video.services.refinding`; here is only who must look at those that could not.
The one that a question was asked from is in no letter, because nobody can put it right: every page that shows it says its
doubt (`selectors.asking.asked_moment`).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from nastavnik.mentoring.models import PublicMoment, RecommendedMoment
from nastavnik.mentoring.permissions import can_correct
from nastavnik.mentoring.services.answering import letters
from nastavnik.mentoring.services.public import letters as public_letters
from nastavnik.mentoring.services.routing_notices import methodists_of
from nastavnik.mentoring.services.sweeping import BATCH, apart, batched
from nastavnik.people.services import News, notify_all
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.video.models import Video
from nastavnik.video.selectors.moments import is_doubtful

Link = TypeVar("Link", RecommendedMoment, PublicMoment)

# A film that was replaced, or whose words change, is looked through within this time: nobody is told of what mends itself.
PATIENCE = timedelta(minutes=15)
IN_USE = Q(moment__removed_at=None, moment__video__removed_at=None)


def flag_doubtful(*, now: datetime) -> int:
    """Tell mentors, and methodists of public answers, of moments that became doubtful; return of how many.

    Safe to repeat: a moment is told of once, until it has been found again or looked at. A school after the other and so many
    answers at a time: what fails in one keeps no other from its turn, and nobody who writes waits for all.
    """
    recommended = RecommendedMoment.objects.select_related(
        "moment__video", "recommendation__mentor", "recommendation__consultation__theme"
    )
    public = PublicMoment.objects.select_related("moment__video", "answer__consultation")
    _unflag(recommended)
    _unflag(public)
    answers = recommended.filter(recommendation__consultation__asker__isnull=False)
    of_answers = _flag(answers, "recommendation", "recommendation__consultation__school", _for_mentors, now)
    return of_answers + _flag(public, "answer", "answer__school", _for_methodists, now)


def _unflag(rows: QuerySet[Link]) -> None:
    """Take the flag off moments that were found again."""
    flagged = list(rows.exclude(flagged_at=None).order_by("pk").values_list("pk", flat=True))
    for some in batched(flagged, BATCH):
        right = [one.pk for one in rows.filter(pk__in=some) if not is_doubtful(one.moment)]
        rows.filter(pk__in=right).update(flagged_at=None)


Tell = Callable[[School, Sequence[Link], Sequence[int]], list[News]]


def _flag(rows: QuerySet[Link], owner: str, school: str, tell: Tell[Link], now: datetime) -> int:
    """Flag what is doubtful by its owners (the answers), so that of several moments of one its reader is told together."""
    unseen = rows.filter(IN_USE, flagged_at=None, moment__checked_at__lt=now - PATIENCE)
    may_be_wrong = unseen.filter(Q(moment__is_lost=True) | Q(moment__video__in=_films_with_another_source(unseen)))
    owners: dict[int, list[int]] = {}
    for school_id, owner_id in may_be_wrong.order_by(school, owner).values_list(school, owner).distinct():
        owners.setdefault(school_id, []).append(owner_id)
    flagged = 0
    for place in School.objects.filter(pk__in=owners).order_by("pk"):
        for some in batched(owners[place.pk], BATCH):
            with apart("flag_doubtful", school=place.pk, first=some[0]), transaction.atomic():
                found = may_be_wrong.filter(**{f"{owner}__in": some}).order_by(owner, "pk")
                flagged += _flag_some(place, [one for one in found if is_doubtful(one.moment)], tell, now)
    return flagged


def _flag_some(school: School, found: Sequence[Link], tell: Tell[Link], now: datetime) -> int:
    if not found:
        return 0
    news = tell(school, found, methodists_of(school))
    notify_all(news=news, place=place_of(school), zone=school.time_zone, now=now)
    type(found[0])._default_manager.filter(pk__in=[one.pk for one in found]).update(flagged_at=now)
    return len(found)


def _films_with_another_source(rows: QuerySet[Link]) -> set[int]:
    """Return the films of which some moments belong to a source that they have no more: one row for each film and source."""
    pairs = rows.order_by().values_list("moment__video", "moment__video__source_path", "moment__source_mark").distinct()
    return {video_id for video_id, path, mark in pairs if Video(source_path=path).source_mark != mark}


def _for_mentors(school: School, found: Iterable[RecommendedMoment], methodists: Sequence[int]) -> list[News]:
    """Tell whoever can put it right: who wrote it, else the methodists; of what was never sent nobody else knows."""
    news = []
    for recommendation, moments in groupby(found, key=lambda one: one.recommendation):
        recommendation.consultation.school = school
        author, key = recommendation.mentor, _key(next(moments))
        if recommendation.sent_at is None or (author is not None and can_correct(author, recommendation)):
            news.append(letters.doubtful_news(recommendation, key))
        else:
            news.append(letters.doubtful_news_at_desk(recommendation, key, methodists))
    return news


def _for_methodists(school: School, found: Iterable[PublicMoment], methodists: Sequence[int]) -> list[News]:
    groups = groupby(found, key=lambda one: one.answer)
    return [public_letters.doubtful_news(school, answer, _key(next(some)), methodists) for answer, some in groups]


def _key(one: RecommendedMoment | PublicMoment) -> str:
    return f"moment-doubtful-{one.moment.token}-{one.moment.checked_at:%Y%m%d%H%M%S}"
