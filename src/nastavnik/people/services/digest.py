"""Summaries: notices that may wait, or would be a flood, come as one letter."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from nastavnik.people.enums import DIGEST, MailManner, NoticeKind, Place, PlaceKind
from nastavnik.people.models import Notice, User
from nastavnik.people.selectors.hours import hours_of
from nastavnik.people.selectors.notices import manners_of
from nastavnik.people.services.letters import Draft, absolute, preferences_url, unsubscribe_url, write_letters

PEOPLE_AT_ONCE = 200
# What would come within the hour comes along: else each would be a letter again.
COMES_ALONG = timedelta(hours=1)
# More are counted, not listed.
MOST_LISTED = 40


def send_due_digests(*, clock: Callable[[], datetime]) -> int:
    """Write a summary to each person who has one due; return how many were written. Safe to run twice and at once."""
    written = 0
    while people := _people(clock()):
        for user_id in people:
            written += write_digests(user_id=user_id, now=clock())
    return written


def _people(now: datetime) -> list[int]:
    due = Notice.objects.filter(digest_at__lte=now).order_by("user").values_list("user", flat=True)
    return list(due.distinct()[:PEOPLE_AT_ONCE])


@transaction.atomic
def write_digests(*, user_id: int, now: datetime) -> int:
    """Write what is due to one person, a letter for each school; return how many letters.

    The notices are let go in the same transaction: a process that dies loses none and doubles none. What she has
    read in the page is not repeated. A summary that comes late waits for the end of her quiet hours.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    waiting = Notice.objects.filter(user=user, digest_at__lte=now + COMES_ALONG)
    if quiet_end := _quiet_end(user, now):
        waiting.update(digest_at=quiet_end)
        return 0
    order = ("place_kind", "place_id", "-created_at", "-pk")
    unread = list(waiting.filter(read_at=None).order_by(*order)) if user.is_active else []
    waiting.update(digest_at=None)
    by_place = [(place, list(notices)) for place, notices in groupby(unread, key=_place)]
    for place, notices in by_place:
        write_letters(drafts=[_draft(user, notices)], now=now, place=place)
    return len(by_place)


def _quiet_end(user: User, now: datetime) -> datetime | None:
    """Return until when the reader is left alone. Whoever has named no clock has another in each school: then none is asked."""
    return hours_of([user])[user.pk].quiet_end(now) if user.time_zone else None


def _place(notice: Notice) -> Place | None:
    return Place(PlaceKind(notice.place_kind), notice.place_id) if notice.place_id else None


def _draft(user: User, notices: list[Notice]) -> Draft:
    end = unsubscribe_url(user, _ended_kinds(user, notices))
    words = {
        "name": user.full_name,
        "count": len(notices),
        "items": [_item(notice) for notice in notices[:MOST_LISTED]],
        "left_out": max(0, len(notices) - MOST_LISTED),
        "unsubscribe_url": end,
        "preferences_url": preferences_url(),
    }
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone) if user.time_zone else None):
        title = render_to_string("people/letters/digest.subject.txt", words).strip()
        words |= {"title": title}
        return Draft(
            to_email=user.email,
            kind=DIGEST,
            subject=title,
            text=render_to_string("people/letters/digest.txt", words),
            html=render_to_string("people/letters/digest.html", words),
            user=user,
            unsubscribe_url=end,
        )


def _ended_kinds(user: User, notices: Iterable[Notice]) -> set[NoticeKind]:
    """Return what one click in the summary ends: the kinds that stand in it, and those that come with summaries."""
    waiting = {kind for kind, manner in manners_of(user).items() if manner.mail is MailManner.DIGEST}
    return waiting | {NoticeKind(notice.kind) for notice in notices}


def _item(notice: Notice) -> dict[str, object]:
    return {
        "kind": NoticeKind(notice.kind).label,
        "title": notice.title,
        "text": notice.text,
        "link": absolute(notice.link) if notice.link else "",
        "at": notice.created_at,
    }
