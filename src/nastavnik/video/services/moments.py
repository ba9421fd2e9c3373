"""Moments: made of the seconds of a film and the words said in them. Apps above make them for what is theirs.

Lists of moments are in `collections.py`; how moments follow the words and the film, in `refinding.py`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.video.models import Moment, Video
from nastavnik.video.permissions import can_edit_moment, can_watch
from nastavnik.video.selectors.quotes import Quote, quote_of
from nastavnik.video.services.videos import FilmRemoved, check_not_on_air

SHORTEST_SECONDS = 1.0
LONGEST_SECONDS = 600.0
# Addresses have whole seconds: the end of the last one may lie behind the film's.
ROUNDING_SECONDS = 1.0
LONGEST_NOTE = 500


class MomentTooShort(Refusal):
    """Less than a second."""

    message = _("A moment lasts a second at least. Choose where it ends.")


class MomentTooLong(Refusal):
    """More than ten minutes."""

    message = _(
        "A moment lasts ten minutes at most. Choose the part that answers, or several moments one after the other."
    )


class MomentOutside(Refusal):
    """Not within the film."""

    message = _("This moment is not within the film: it begins before its beginning or ends behind its end.")


@transaction.atomic
def make_moment(
    *,
    actor: Actor,
    video_id: int,
    seconds: float,
    end_seconds: float,
    now: datetime,
    note: str = "",
    language: str = "",
    has_link: bool = False,
) -> Moment:
    """Make a moment that is in no list; its quote is what is said between its seconds.

    `language`: of the words to be quoted, else of those that come first. `has_link`: she came by the film's own address.
    Raises `MomentTooShort`, `MomentTooLong`, `MomentOutside`, `FilmOnAir`, `FilmRemoved`.
    """
    video = watched_video(actor, video_id, has_link=has_link)
    begin, end = within_film(video, seconds, end_seconds)
    moment = Moment(video=video, created_at=now, made_by=actor if isinstance(actor, User) else None)
    moment.note = note.strip()[:LONGEST_NOTE]
    put_words(moment, begin, end, quote_of(actor, video, begin, end, language, has_link=has_link), now)
    moment.save()
    return moment


def watched_video(actor: Actor, video_id: int, *, has_link: bool) -> Video:
    """Return a film that `actor` watches and that has all its seconds. Raises `FilmOnAir`, `FilmRemoved`."""
    videos = Video.objects.select_related("school", "lesson__school", "lesson__cycle__programme")
    video = videos.get(pk=video_id)
    if not can_watch(actor, video, has_link=has_link):
        raise PermissionDenied
    if video.removed_at is not None:
        raise FilmRemoved
    check_not_on_air(video)
    return video


def within_film(video: Video, seconds: float, end_seconds: float) -> tuple[float, float]:
    """Return the seconds of a moment, the end brought to that of the film. Raises as `make_moment`."""
    whole = video.duration_seconds or 0.0
    if seconds < 0 or not end_seconds <= whole + ROUNDING_SECONDS:
        raise MomentOutside
    end = min(end_seconds, whole)
    if end - seconds < SHORTEST_SECONDS:
        raise MomentTooShort
    if end - seconds > LONGEST_SECONDS:
        raise MomentTooLong
    return seconds, end


def put_words(moment: Moment, seconds: float, end_seconds: float, quote: Quote, now: datetime) -> None:
    """Let a moment stand at these seconds of the film as it is now, with these words; the caller saves it."""
    moment.seconds, moment.end_seconds = seconds, end_seconds
    moment.quote, moment.language = quote.text, quote.language
    moment.source_mark, moment.checked_at, moment.is_lost = moment.video.source_mark, now, False


@transaction.atomic
def change_moment(
    *, actor: Actor, moment_id: int, seconds: float, end_seconds: float, note: str, now: datetime
) -> Moment:
    """Let a moment have other seconds and another note.

    Whoever gives it seconds, even the same, has looked at it: its words are quoted anew and it is not doubtful any more.
    Raises as `make_moment`; `PermissionDenied` also for who may not watch the film any more.
    """
    moment = locked_moment(actor, moment_id)
    video = watched_video(actor, moment.video_id, has_link=True)
    begin, end = within_film(video, seconds, end_seconds)
    moment.video, moment.note = video, note.strip()[:LONGEST_NOTE]
    put_words(moment, begin, end, quote_of(actor, video, begin, end, moment.language, has_link=True), now)
    moment.save()
    return moment


def locked_moment(actor: Actor, moment_id: int) -> Moment:
    """Return a moment locked for a change by `actor`, its list and film joined."""
    moments = Moment.objects.select_for_update(of=("self",)).select_related("collection", "video")
    moment = moments.get(pk=moment_id)
    if not can_edit_moment(actor, moment):
        raise PermissionDenied
    return moment


@transaction.atomic
def remove_moment(*, actor: Actor, moment_id: int, now: datetime) -> None:
    """Take a moment away; it can be brought back for a day. Safe to repeat."""
    moment = locked_moment(actor, moment_id)
    if moment.removed_at is None:
        moment.removed_at = now
        moment.save(update_fields=["removed_at"])


def drop_moments(*, moment_ids: Iterable[int]) -> int:
    """Delete moments that an app above has made for something that is there no more, notes and all; return how many.

    The caller has asked whether she may. One in a person's list is hers and stays.
    """
    _rows, kinds = Moment.objects.filter(pk__in=list(moment_ids), collection=None).delete()
    return kinds.get(Moment._meta.label, 0)
