"""Notices: told in the page, by mail and in browsers, by each reader's preferences, in her language and time."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from nastavnik.people.enums import LetterState, NoticeKind, Place
from nastavnik.people.models import Letter, Notice, PushMessage, User
from nastavnik.people.services.delivery import Delivery, Ways
from nastavnik.people.services.letters import (
    BATCH,
    Draft,
    LetterFile,
    absolute,
    preferences_url,
    unsubscribe_url,
    write_letters,
)
from nastavnik.people.services.push.outbox import Queued, queue_pushes
from nastavnik.people.services.push.wire import Push

READ_KEPT = timedelta(days=365)
UNREAD_KEPT = 2 * READ_KEPT

# Makes the text of a calendar (RFC 5545), in the language that is switched on.
MakeCalendar = Callable[[], str]


@dataclass(frozen=True, slots=True)
class News:
    """What is told, and whom.

    `template` names two text templates of the caller's app, `<template>.subject.txt` (the title) and `<template>.txt`, rendered
    in each reader's language and time zone with `context`. `link` is a path of the school. With a `key` the same news is told
    to the same person once, however often it is told. `useless_at`: a letter that could come only then does not come.
    `calendar` makes an event that goes with the letter, `file` is one that goes with it too.
    """

    user_ids: Collection[int]
    kind: NoticeKind
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    key: str = ""
    useless_at: datetime | None = None
    calendar: MakeCalendar | None = None
    file: LetterFile | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """News in one language and time zone."""

    title: str
    text: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Told:
    """News as one reader is told it."""

    reader: User
    news: News
    words: Words
    way: Delivery


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
    file: LetterFile | None = None,
) -> int:
    """Tell people one piece of `News`; return how many were told. See `notify_all`."""
    news = News(frozenset(user_ids), kind, template, context or {}, link, key, useless_at, calendar, file)
    return notify_all(news=[news], now=now, place=place, zone=zone)


@transaction.atomic
def notify_all(*, news: Sequence[News], now: datetime, place: Place | None = None, zone: str = "") -> int:
    """Tell people news, in the page and, as each wants it, by mail and in browsers; return how often somebody was told.

    `place` is the school in whose outbox the letters are shown, `zone` the clock of readers who have named none. When it
    comes besides the page is decided by `delivery`. However much there is to tell, it is read and written at once.
    """
    readers = _readers({user_id for one in news for user_id in one.user_ids})
    known = _known({one.key for one in news} - {""}, list(readers))
    ways = Ways(list(readers.values()), {one.kind for one in news}, now=now, zone=zone)
    told: list[Told] = []
    for one in news:
        people = [readers[pk] for pk in sorted(one.user_ids) if pk in readers and (pk, one.key) not in known]
        words = {manner: _render(one, manner) for manner in {_manner(reader, zone) for reader in people}}
        for reader in people:
            way = ways.take(reader.pk, one.kind, useless_at=one.useless_at)
            told.append(Told(reader, one, words[_manner(reader, zone)], way))
    _write(told, place, now)
    return len(told)


def _write(told: Sequence[Told], place: Place | None, now: datetime) -> None:
    """Put what is told into the page, and into the outboxes of letters and of browsers."""
    has_keys = any(one.news.key for one in told)
    notices = [_notice(one, place, now) for one in told]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=has_keys)
    write_letters(drafts=[_draft(one) for one in told if one.way.letter_at], now=now, place=place)
    queue_pushes([_push(one) for one in told if one.way.is_pushed], now=now)


def _readers(user_ids: Collection[int]) -> dict[int, User]:
    """Return the active people to tell, by their numbers and in their order."""
    ids = sorted(user_ids)
    readers: dict[int, User] = {}
    for start in range(0, len(ids), BATCH):
        people = User.objects.filter(pk__in=ids[start : start + BATCH], is_active=True)
        readers |= {reader.pk: reader for reader in people.order_by("pk")}
    return readers


def _known(keys: Collection[str], ids: Sequence[int]) -> set[tuple[int, str]]:
    """Return who was told under which of the keys already."""
    known: set[tuple[int, str]] = set()
    for start in range(0, len(ids) if keys else 0, BATCH):
        notices = Notice.objects.filter(user__in=ids[start : start + BATCH], key__in=keys)
        known |= set(notices.values_list("user_id", "key"))
    return known


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


def _notice(told: Told, place: Place | None, now: datetime) -> Notice:
    news = told.news
    return Notice(
        user=told.reader,
        kind=news.kind,
        title=told.words.title,
        text=told.words.text,
        link=news.link,
        key=news.key,
        place_kind=place.kind if place else "",
        place_id=place.id if place else None,
        digest_at=told.way.digest_at,
        created_at=now,
    )


def _push(told: Told) -> Queued:
    news = told.news
    push = Push(told.words.title, told.words.text, news.link)
    return Queued(told.reader.pk, push, news.kind, news.key, news.useless_at)


def _draft(told: Told) -> Draft:
    reader, news, said = told.reader, told.news, told.words
    end = unsubscribe_url(reader, [news.kind])
    words = {
        "name": reader.full_name,
        "title": said.title,
        "text": said.text,
        "link": absolute(news.link) if news.link else "",
        "file_name": news.file.name if news.file else "",
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
            send_at=told.way.letter_at,
            expires_at=news.useless_at,
            calendar=said.calendar,
            file=news.file,
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
