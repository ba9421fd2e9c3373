"""Moments in a recommendation: put in, changed, taken out and brought back, put in order.

They may be changed after it was sent too: what is wrong is put right at once, and the reader sees that it was.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet

from nastavnik.core.ordering import Order, items_of
from nastavnik.mentoring.models import Recommendation, RecommendedMoment
from nastavnik.mentoring.permissions import can_mend
from nastavnik.mentoring.services.answering.drafts import own
from nastavnik.mentoring.services.answering.refusals import TooManyMoments
from nastavnik.people.models import User
from nastavnik.video import services as video

MOST_MOMENTS = 20
# The one group of moments that is put in order by `core.ordering`.
GROUP = "moments"


@transaction.atomic
def add_moment(
    *,
    actor: User,
    recommendation_id: int,
    video_id: int,
    seconds: float,
    end_seconds: float,
    now: datetime,
    note: str = "",
) -> RecommendedMoment:
    """Put a moment of a film at the end; one with the same seconds is there already and is returned.

    The film is one that the mentor may watch, or the one that was asked from. Raises `TooManyMoments`, and as
    `video.services.make_moment`.
    """
    row = own(actor, recommendation_id)
    same = _moments_of(row).filter(moment__video=video_id, moment__seconds=seconds, moment__end_seconds=end_seconds)
    if (known := same.first()) is not None:
        return known
    place = _place_behind(row)
    moment = video.make_moment(
        actor=actor,
        video_id=video_id,
        seconds=seconds,
        end_seconds=end_seconds,
        note=note,
        has_link=video_id == row.consultation.video_id,
        now=now,
    )
    if moment.video.school_id != row.consultation.school_id:
        raise PermissionDenied
    touch(row, now)
    return RecommendedMoment.objects.create(recommendation=row, moment=moment, position=place)


def _moments_of(row: Recommendation) -> QuerySet[RecommendedMoment]:
    return RecommendedMoment.objects.filter(recommendation=row, moment__removed_at=None)


def _place_behind(row: Recommendation) -> int:
    if _moments_of(row).count() >= MOST_MOMENTS:
        raise TooManyMoments
    last = RecommendedMoment.objects.filter(recommendation=row).aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def touch(row: Recommendation, now: datetime) -> None:
    """Say of a locked recommendation that it has changed; of one that was sent, that it was corrected."""
    row.changed_at = now
    if row.sent_at is not None:
        row.corrected_at = now
    row.save(update_fields=["changed_at", "corrected_at"])


def _own_moment(actor: User, recommended_id: int) -> tuple[Recommendation, RecommendedMoment]:
    recommended = RecommendedMoment.objects.get(pk=recommended_id)
    return own(actor, recommended.recommendation_id), recommended


@transaction.atomic
def change_moment(
    *, actor: User, recommended_id: int, seconds: float, end_seconds: float, note: str, now: datetime
) -> RecommendedMoment:
    """Let a moment have other seconds and another note; whoever does so has looked at it, and it is doubtful no more.

    A methodist does so in what nobody else can put right any more.
    """
    where: dict[str, Any] = {"seconds": seconds, "end_seconds": end_seconds, "note": note, "now": now}
    row = _mendable(actor, recommended_id)
    if row is not None:
        recommended = _made_anew(actor, recommended_id, **where)
    else:
        row, recommended = _own_moment(actor, recommended_id)
        video.change_moment(actor=actor, moment_id=recommended.moment_id, **where)
    recommended.flagged_at = None
    recommended.save(update_fields=["flagged_at"])
    touch(row, now)
    return recommended


def _mendable(actor: User, recommended_id: int) -> Recommendation | None:
    """Return the recommendation of a moment, locked, where a methodist may put it right for who cannot."""
    asked = RecommendedMoment.objects.filter(pk=recommended_id).values("recommendation")
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("consultation__school", "mentor")
    row = rows.get(pk__in=asked)
    return row if can_mend(actor, row) else None


def _made_anew(actor: User, recommended_id: int, **where: Any) -> RecommendedMoment:
    """Put a moment of the methodist's in place of one that is not hers to change."""
    recommended = RecommendedMoment.objects.select_related("moment").get(pk=recommended_id)
    old = recommended.moment
    recommended.moment = video.make_moment(
        actor=actor, video_id=old.video_id, language=old.language, has_link=True, **where
    )
    recommended.save(update_fields=["moment"])
    video.drop_moments(moment_ids=[old.pk])
    return recommended


@transaction.atomic
def remove_moment(*, actor: User, recommended_id: int, now: datetime) -> None:
    """Take a moment out; it can be brought back for a day. Safe to repeat."""
    row, recommended = _own_moment(actor, recommended_id)
    video.remove_moment(actor=actor, moment_id=recommended.moment_id, now=now)
    touch(row, now)


@transaction.atomic
def restore_moment(*, actor: User, recommended_id: int, now: datetime) -> None:
    """Bring a moment back to its place. Safe to repeat. Raises `TooManyMoments`."""
    row, recommended = _own_moment(actor, recommended_id)
    if _moments_of(row).filter(pk=recommended.pk).exists():
        return
    _place_behind(row)
    video.restore_moment(actor=actor, moment_id=recommended.moment_id, now=now)
    touch(row, now)


@transaction.atomic
def reorder_moments(*, actor: User, recommendation_id: int, rearrange: Callable[[Order], Order], now: datetime) -> None:
    """Put the moments in the order that `rearrange` makes of the present one (`core.ordering.read_order`)."""
    row = own(actor, recommendation_id)
    moments = {one.moment.token: one for one in _moments_of(row).select_related("moment")}
    for position, token in enumerate(items_of(rearrange({GROUP: list(moments)}))):
        moments[token].position = position
    RecommendedMoment.objects.bulk_update(moments.values(), ["position"])
    touch(row, now)
