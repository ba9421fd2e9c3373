"""Lists of moments: a person's own, put in her order, shared by their addresses."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.ordering import Order, items_of
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.video.models import Moment, MomentList, Video
from nastavnik.video.permissions import can_edit_list, lists_edited_by
from nastavnik.video.services.moments import change_moment, locked_moment, make_moment

MOST_MOMENTS = 200
MOST_LISTS = 100
LONGEST_TITLE = 200
# What was removed can be brought back for so long.
REMOVED_LIVES = timedelta(days=1)
# The one group of a list that is put in order by `core.ordering`.
GROUP = "moments"


class TooManyMoments(Refusal):
    """The list is full."""

    message = _("There are 200 moments in this list, and more do not fit. Make another list for this one.")


class TooManyLists(Refusal):
    """A person has more lists than she can look through."""

    message = _("You have 100 lists of moments. Remove one that you do not need, then make a new one.")


class ListUntitled(Refusal):
    """A list without a title."""

    message = _("Give the list a title.")


# --- lists -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_list(*, actor: User, school: School, title: str, now: datetime) -> MomentList:
    """Make a list for `actor`. Raises `TooManyLists`, `ListUntitled`."""
    User.objects.select_for_update().get(pk=actor.pk)  # two lists made at once are counted one after the other
    if lists_edited_by(actor, school).filter(removed_at=None).count() >= MOST_LISTS:
        raise TooManyLists
    dates = {"created_at": now, "changed_at": now}
    collection = MomentList.objects.create(school=school, owner=actor, title=_one_line(title), **dates)
    journal.record(actor=actor, verb="list of moments made", subject=collection, now=now)
    return collection


def _one_line(title: str) -> str:
    words = " ".join(title.split())[:LONGEST_TITLE]
    if not words:
        raise ListUntitled
    return words


def _locked(actor: User, collection_id: int) -> MomentList:
    collection = MomentList.objects.select_for_update().get(pk=collection_id)
    if not can_edit_list(actor, collection):
        raise PermissionDenied
    return collection


@transaction.atomic
def change_list(*, actor: User, collection_id: int, title: str, is_shared: bool, now: datetime) -> MomentList:
    """Give a list another title, and let whoever has its address open it or nobody. Raises `ListUntitled`."""
    collection = _locked(actor, collection_id)
    was_shared = collection.is_shared
    collection.title, collection.is_shared, collection.changed_at = _one_line(title), is_shared, now
    collection.save(update_fields=["title", "is_shared", "changed_at"])
    if was_shared != is_shared:
        verb = "list of moments shared" if is_shared else "list of moments closed"
        journal.record(actor=actor, verb=verb, subject=collection, now=now)
    return collection


@transaction.atomic
def remove_list(*, actor: User, collection_id: int, now: datetime) -> None:
    """Take a list away from everybody; it can be brought back for a day. Safe to repeat."""
    collection = _locked(actor, collection_id)
    if collection.removed_at is None:
        collection.removed_at = now
        collection.save(update_fields=["removed_at"])
        journal.record(actor=actor, verb="list of moments removed", subject=collection, now=now)


@transaction.atomic
def restore_list(*, actor: User, collection_id: int, now: datetime) -> None:
    """Bring a removed list back with its moments. Safe to repeat."""
    collection = _locked(actor, collection_id)
    if collection.removed_at is not None:
        collection.removed_at = None
        collection.save(update_fields=["removed_at"])
        journal.record(actor=actor, verb="list of moments brought back", subject=collection, now=now)


# --- moments in them ---------------------------------------------------------------------------------------------------


@transaction.atomic
def add_moment(
    *,
    actor: User,
    video_id: int,
    seconds: float,
    end_seconds: float,
    now: datetime,
    collection_id: int | None = None,
    title: str = "",
    note: str = "",
    language: str = "",
    has_link: bool = False,
) -> Moment:
    """Put a moment at the end of a list, or into a new one called `title`.

    Without either, into the list that `actor` changed last; her first is made. Raises as `make_moment` and `make_list`, and
    `TooManyMoments`.
    """
    collection = _locked(actor, collection_id) if collection_id is not None else _list_for(actor, video_id, title, now)
    where = {"video_id": video_id, "seconds": seconds, "end_seconds": end_seconds}
    moment = make_moment(actor=actor, **where, note=note, language=language, has_link=has_link, now=now)  # type: ignore[arg-type]  # a dict of numbers of two kinds
    if moment.video.school_id != collection.school_id:
        raise PermissionDenied
    _append(moment, collection, now)
    moment.save(update_fields=["collection", "position"])
    return moment


def _list_for(actor: User, video_id: int, title: str, now: datetime) -> MomentList:
    """Return a new list called `title`, else the one changed last, else the first."""
    school = Video.objects.select_related("school").get(pk=video_id).school
    lists = lists_edited_by(actor, school).filter(removed_at=None)
    last = None if title else lists.select_for_update().order_by("-changed_at", "-pk").first()
    return last or make_list(actor=actor, school=school, title=title or gettext("My moments"), now=now)


def _append(moment: Moment, collection: MomentList, now: datetime) -> None:
    """Put a moment behind the others of a list, which is locked; the caller saves the moment."""
    others = Moment.objects.filter(collection=collection).exclude(pk=moment.pk)
    if others.filter(removed_at=None).count() >= MOST_MOMENTS:
        raise TooManyMoments
    last = others.aggregate(last=Max("position"))["last"]
    moment.collection, moment.position = collection, 0 if last is None else last + 1
    _touch(collection, now)


def _touch(collection: MomentList, now: datetime) -> None:
    collection.changed_at = now
    collection.save(update_fields=["changed_at"])


@transaction.atomic
def move_moment(*, actor: User, moment_id: int, collection_id: int, now: datetime) -> Moment:
    """Put a moment at the end of another list of the same person and school. Raises `TooManyMoments`."""
    collection = _locked(actor, collection_id)
    moment = locked_moment(actor, moment_id)
    if moment.video.school_id != collection.school_id:
        raise PermissionDenied
    if moment.collection_id != collection.pk:
        _append(moment, collection, now)
        moment.save(update_fields=["collection", "position"])
    return moment


@transaction.atomic
def change_and_move(
    *, actor: User, moment_id: int, seconds: float, end_seconds: float, note: str, collection_id: int, now: datetime
) -> Moment:
    """Change a moment and put it into a list, or neither. Raises as `change_moment` and `move_moment`."""
    change_moment(actor=actor, moment_id=moment_id, seconds=seconds, end_seconds=end_seconds, note=note, now=now)
    return move_moment(actor=actor, moment_id=moment_id, collection_id=collection_id, now=now)


@transaction.atomic
def restore_moment(*, actor: User, moment_id: int, now: datetime) -> None:
    """Bring a removed moment back to its place. Safe to repeat. Raises `TooManyMoments`."""
    moment = locked_moment(actor, moment_id)
    if moment.removed_at is None:
        return
    if moment.collection_id is not None:
        collection = _locked(actor, moment.collection_id)
        if Moment.objects.filter(collection=collection, removed_at=None).count() >= MOST_MOMENTS:
            raise TooManyMoments
        _touch(collection, now)
    moment.removed_at = None
    moment.save(update_fields=["removed_at"])


@transaction.atomic
def reorder_moments(*, actor: User, collection_id: int, rearrange: Callable[[Order], Order], now: datetime) -> None:
    """Put the moments of a list in the order that `rearrange` makes of the present one (`core.ordering.read_order`)."""
    collection = _locked(actor, collection_id)
    moments = {one.token: one for one in Moment.objects.filter(collection=collection, removed_at=None)}
    asked = items_of(rearrange({GROUP: list(moments)}))
    for position, token in enumerate(asked):
        moments[token].position = position
    Moment.objects.bulk_update(moments.values(), ["position"], batch_size=MOST_MOMENTS)
    _touch(collection, now)


# --- cleaning ----------------------------------------------------------------------------------------------------------


def sweep_lists(*, now: datetime) -> int:
    """Delete the lists and moments that were removed a day ago; return how many rows."""
    old = now - REMOVED_LIVES
    lists, _kinds = MomentList.objects.filter(removed_at__lt=old).delete()
    moments, _kinds = Moment.objects.filter(removed_at__lt=old).delete()
    return lists + moments


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Delete the lists of somebody who asked to be forgotten, with all that is in them."""
    MomentList.objects.filter(owner=user_id).delete()
