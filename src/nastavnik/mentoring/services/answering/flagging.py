"""Moments of answers that may play something else after their film was edited: who gave them is told, once.

The moments themselves follow their films in `video.services.refinding`; here is only who must look at those that could not.
The one that a question was asked from is in no letter, because nobody can put it right: every page that shows it says its
doubt (`selectors.asking.asked_moment`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from nastavnik.mentoring.models import PublicMoment, RecommendedMoment
from nastavnik.mentoring.permissions import can_correct
from nastavnik.mentoring.services.answering import letters
from nastavnik.mentoring.services.public import letters as public_letters
from nastavnik.video.models import Video
from nastavnik.video.selectors.moments import is_doubtful

Link = TypeVar("Link", RecommendedMoment, PublicMoment)

# A film that was replaced, or whose words change, is looked through within this time: nobody is told of what mends itself.
PATIENCE = timedelta(minutes=15)
BATCH = 500
ANSWERS = ("recommendation__consultation__school", "recommendation__mentor")
IN_USE = Q(moment__removed_at=None, moment__video__removed_at=None)


@transaction.atomic
def flag_doubtful(*, now: datetime) -> int:
    """Tell mentors, and methodists of public answers, of moments that became doubtful; return of how many.

    Safe to repeat: a moment is told of once, until it has been found again or looked at.
    """
    recommended = RecommendedMoment.objects.select_related("moment__video", *ANSWERS)
    public = PublicMoment.objects.select_related("moment__video", "answer__school")
    _unflag(recommended)
    _unflag(public)
    answers = recommended.filter(recommendation__consultation__asker__isnull=False)
    found = _doubtful(answers.order_by("recommendation", "pk"), now)
    _tell_mentors(found, now)
    others = _doubtful(public.order_by("answer", "pk"), now)
    _tell_methodists(others, now)
    return _mark(recommended, found, now) + _mark(public, others, now)


def _unflag(rows: QuerySet[Link]) -> None:
    """Take the flag off moments that were found again."""
    right = [one.pk for one in rows.exclude(flagged_at=None) if not is_doubtful(one.moment)]
    rows.filter(pk__in=right).update(flagged_at=None)


def _doubtful(rows: QuerySet[Link], now: datetime) -> list[Link]:
    """Return the moments that nobody was told of and that do not mend themselves."""
    unseen = rows.filter(IN_USE, flagged_at=None, moment__checked_at__lt=now - PATIENCE)
    may_be_wrong = Q(moment__is_lost=True) | Q(moment__video__in=_films_with_another_source(unseen))
    return [one for one in unseen.filter(may_be_wrong) if is_doubtful(one.moment)]


def _films_with_another_source(rows: QuerySet[Link]) -> set[int]:
    """Return the films of which some moments belong to a source that they have no more: one row for each film and source."""
    pairs = rows.order_by().values_list("moment__video", "moment__video__source_path", "moment__source_mark").distinct()
    return {video_id for video_id, path, mark in pairs if Video(source_path=path).source_mark != mark}


def _tell_mentors(found: Iterable[RecommendedMoment], now: datetime) -> None:
    """Tell whoever can put it right: who wrote it, else the methodists; of what was never sent nobody else knows."""
    for recommendation, moments in groupby(found, key=lambda one: one.recommendation):
        author, key = recommendation.mentor, _key(next(moments))
        if recommendation.sent_at is None or (author is not None and can_correct(author, recommendation)):
            letters.tell_doubtful(recommendation, key, now)
        else:
            letters.tell_doubtful_at_desk(recommendation, key, now)


def _tell_methodists(found: Iterable[PublicMoment], now: datetime) -> None:
    for answer, moments in groupby(found, key=lambda one: one.answer):
        public_letters.tell_doubtful(answer, _key(next(moments)), now)


def _key(one: RecommendedMoment | PublicMoment) -> str:
    return f"moment-doubtful-{one.moment.token}-{one.moment.checked_at:%Y%m%d%H%M%S}"


def _mark(rows: QuerySet[Link], found: Sequence[Link], now: datetime) -> int:
    for one in found:
        one.flagged_at = now
    rows.model._default_manager.bulk_update(found, ["flagged_at"], batch_size=BATCH)
    return len(found)
