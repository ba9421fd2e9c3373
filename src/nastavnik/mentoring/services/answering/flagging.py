"""Moments of answers that may play something else after their film was edited: who gave them is told, once.

The moments themselves follow their films in `video.services.refinding`; here is only who must look at those that could not.
"""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q, QuerySet

from nastavnik.mentoring.models import PublicMoment, RecommendedMoment
from nastavnik.mentoring.services.answering import letters
from nastavnik.mentoring.services.public import letters as public_letters

# A film that was replaced, or whose words change, is looked through within this time: nobody is told of what mends itself.
PATIENCE = timedelta(minutes=15)
# As `video.selectors.moments.is_doubtful` says of one moment.
DOUBTFUL = Q(moment__is_lost=True) | ~Q(moment__source_mark=F("moment__video__source_mark"))
IN_USE = Q(moment__removed_at=None, moment__video__removed_at=None)


@transaction.atomic
def flag_doubtful(*, now: datetime) -> int:
    """Tell mentors, and methodists of public answers, of moments that became doubtful; return of how many.

    Safe to repeat: a moment is told of once, until it has been found again or looked at.
    """
    for model in (RecommendedMoment, PublicMoment):
        model._default_manager.filter(flagged_at__isnull=False).exclude(DOUBTFUL).update(flagged_at=None)
    return _flag_recommended(now) + _flag_public(now)


def _flag_recommended(now: datetime) -> int:
    rows = RecommendedMoment.objects.filter(recommendation__consultation__asker__isnull=False)
    joined = ("moment", "recommendation__consultation__school", "recommendation__consultation__theme")
    found = _doubtful(rows, now).select_related(*joined).order_by("recommendation", "pk")
    for recommendation, moments in groupby(list(found), key=lambda one: one.recommendation):
        if recommendation.mentor_id is not None:
            key = _key(next(moments))
            letters.tell_doubtful([recommendation.mentor_id], recommendation.consultation, key, now)
    return _mark(found, now)


def _flag_public(now: datetime) -> int:
    found = _doubtful(PublicMoment.objects.all(), now).select_related("moment", "answer__school")
    for answer, moments in groupby(list(found.order_by("answer", "pk")), key=lambda one: one.answer):
        public_letters.tell_doubtful(answer, _key(next(moments)), now)
    return _mark(found, now)


def _doubtful(rows: QuerySet, now: datetime) -> QuerySet:
    return rows.filter(DOUBTFUL, IN_USE, flagged_at=None, moment__checked_at__lt=now - PATIENCE)


def _key(one: RecommendedMoment | PublicMoment) -> str:
    return f"moment-doubtful-{one.moment.token}-{one.moment.checked_at:%Y%m%d%H%M%S}"


def _mark(found: QuerySet, now: datetime) -> int:
    return found.order_by().update(flagged_at=now)
