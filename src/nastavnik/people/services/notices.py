"""Notices: told in the page, by mail and in browsers, by each reader's preferences, in her language and time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from nastavnik.people.enums import LetterState, NoticeKind, Place
from nastavnik.people.models import Letter, Notice, PushMessage, User
from nastavnik.people.services.delivery import Delivery, deliveries
from nastavnik.people.services.letters import BATCH, Draft, absolute, preferences_url, unsubscribe_url, write_letters
from nastavnik.people.services.push.outbox import queue_pushes
from nastavnik.people.services.push.wire import Push

READ_KEPT = timedelta(days=365)
UNREAD_KEPT = 2 * READ_KEPT

# Makes the text of a calendar (RFC 5545), in the language that is switched on.
MakeCalendar = Callable[[], str]


@dataclass(frozen=True, slots=True)
class News:
    """What is told: a template `<template>.subject.txt` and `<template>.txt`, its words, and where it leads."""

    kind: NoticeKind
    template: str
    context: Mapping[str, Any]
    link: str
    key: str
    zone: str
    useless_at: datetime | None
    calendar: MakeCalendar | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Words:
    """News in one language and time zone."""

    title: str
    text: str
    calendar: str


@transaction.atomic
def notify(
    *,
    user_ids: Iterable[int],
    kind: NoticeKind,
    template: str,
    now: datetime,
    context: Mapping[str, Any] | None = None,
    link: str = "",
    key: str = "",
    place: Place | None = None,
    zone: str = "",
    useless_at: datetime | None = None,
    calendar: MakeCalendar | None = None,
) -> int:
    """Tell people something, in the page and, as each wants it, by mail and in browsers; return how many were told.

    `template` names two text templates of the caller's app, `<template>.subject.txt` (the title) and
    `<template>.txt`, rendered in each reader's language and time zone with `context`. `link` is a path of the
    school. With a `key` the same news is told to the same person once, however often this is called. `place` is the
    school in whose outbox the letters are shown, `zone` the clock of readers who have named none. `useless_at`: a
    letter that could come only then does not come. `calendar` makes an event that goes with the letter.

    When it comes besides the page is decided by `delivery`.
    """
    news = News(kind, template, context or {}, link, key, zone, useless_at, calendar, place)
    readers = _readers(user_ids, key)
    words = {manner: _render(news, manner) for manner in {_manner(reader, zone) for reader in readers}}
    told = [(reader, words[_manner(reader, zone)]) for reader in readers]
    ways = deliveries(readers, kind, now=now, useless_at=useless_at, zone=zone)
    Notice.objects.bulk_create(
        [_notice(reader, news, said, ways[reader.pk], now) for reader, said in told],
        batch_size=BATCH,
        ignore_conflicts=bool(key),
    )
    drafts = [_draft(reader, news, said, ways[reader.pk]) for reader, said in told if ways[reader.pk].letter_at]
    write_letters(drafts=drafts, now=now, place=place)
    pushed = {reader.pk: said for reader, said in told if ways[reader.pk].is_pushed}
    queue_pushes(
        {pk: Push(said.title, said.text, link) for pk, said in pushed.items()},
        kind=kind,
        key=key,
        useless_at=useless_at,
        now=now,
    )
    return len(readers)


def _readers(user_ids: Iterable[int], key: str) -> list[User]:
    """Return the active people to tell, in a stable order, without those who know it already."""
    ids = sorted(set(user_ids))
    readers: list[User] = []
    for start in range(0, len(ids), BATCH):
        people = User.objects.filter(pk__in=ids[start : start + BATCH], is_active=True)
        if key:
            people = people.filter(~Exists(Notice.objects.filter(user=OuterRef("pk"), key=key)))
        readers += people.order_by("pk")
    return readers


def _manner(reader: User, zone: str) -> tuple[str, str]:
    """Return how the reader is spoken to: language and time zone."""
    return reader.language, reader.time_zone or zone


def _render(news: News, manner: tuple[str, str]) -> Words:
    """Return what is said in one language and time zone."""
    language, zone = manner
    with translation.override(language), timezone.override(ZoneInfo(zone) if zone else None):
        title = render_to_string(f"{news.template}.subject.txt", dict(news.context))
        text = render_to_string(f"{news.template}.txt", dict(news.context))
        calendar = news.calendar() if news.calendar else ""
    return Words(" ".join(title.split())[:250], text.strip(), calendar)


def _notice(reader: User, news: News, said: Words, way: Delivery, now: datetime) -> Notice:
    return Notice(
        user=reader,
        kind=news.kind,
        title=said.title,
        text=said.text,
        link=news.link,
        key=news.key,
        place_kind=news.place.kind if news.place else "",
        place_id=news.place.id if news.place else None,
        digest_at=way.digest_at,
        created_at=now,
    )


def _draft(reader: User, news: News, said: Words, way: Delivery) -> Draft:
    end = unsubscribe_url(reader, [news.kind])
    words = {
        "name": reader.full_name,
        "title": said.title,
        "text": said.text,
        "link": absolute(news.link) if news.link else "",
        "unsubscribe_url": end,
        "preferences_url": preferences_url(),
    }
    with translation.override(reader.language):
        return Draft(
            to_email=reader.email,
            kind=news.kind,
            subject=said.title,
            text=render_to_string("people/letters/notice.txt", words),
            html=render_to_string("people/letters/notice.html", words),
            user=reader,
            send_at=way.letter_at,
            expires_at=news.useless_at,
            calendar=said.calendar,
            key=news.key,
            unsubscribe_url=end,
        )


@transaction.atomic
def take_back(*, keys_begin: str) -> None:
    """Let what was told under these keys and has not left yet not leave: it is no longer true. The page keeps it."""
    Letter.objects.filter(key__startswith=keys_begin, state=LetterState.WAITING).delete()
    PushMessage.objects.filter(key__startswith=keys_begin).delete()
    Notice.objects.filter(key__startswith=keys_begin, digest_at__isnull=False).update(digest_at=None)


def read_notices(*, actor: User, now: datetime) -> int:
    """Mark all notices of a person as read; return how many were not."""
    return Notice.objects.filter(user=actor, read_at=None).update(read_at=now)


def open_notice(*, actor: User, notice_id: int, now: datetime) -> Notice:
    """Mark one notice as read and return it, so that its link can be followed."""
    notice = Notice.objects.get(pk=notice_id, user=actor)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)
    return notice


def forget_old_notices(*, now: datetime) -> int:
    """Delete what was read a year ago, and after two years what never was; return how many.

    Letters that went or failed go after a year too. The key of a notice keeps it from being told again, and by then
    nothing of that age is told.
    """
    old = Q(read_at__lt=now - READ_KEPT) | Q(created_at__lt=now - UNREAD_KEPT)
    count, _by_model = Notice.objects.filter(old).delete()
    Letter.objects.filter(created_at__lt=now - READ_KEPT).exclude(state=LetterState.WAITING).delete()
    return count
