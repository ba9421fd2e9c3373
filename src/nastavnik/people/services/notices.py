"""Notices: told in the page and by mail, by each reader's preferences, in her language and time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from nastavnik.people.enums import (
    ALWAYS_MAILED,
    MAILED_BY_DEFAULT,
    MAILED_WITH_CONSENT,
    LetterState,
    NoticeKind,
    Place,
)
from nastavnik.people.models import Consent, Letter, Notice, NoticePreference, User
from nastavnik.people.selectors.notices import subscription
from nastavnik.people.services.letters import (
    BATCH,
    Draft,
    absolute,
    unsubscribe_url,
    write_letters,
)


@dataclass(frozen=True, slots=True)
class News:
    """What is told: a template `<template>.subject.txt` and `<template>.txt`, its words, and where it leads."""

    kind: NoticeKind
    template: str
    context: Mapping[str, Any]
    link: str


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
) -> int:
    """Tell people something, in the page and, where they want it, by mail; return how many were told.

    `template` names two text templates of the caller's app, `<template>.subject.txt` (the title) and
    `<template>.txt`, rendered in each reader's language and time zone with `context`. `link` is a path of the
    school. With a `key` the same news is told to the same person once, however often this is called. `place` is the
    school in whose outbox the letters are shown.
    """
    news = News(kind=kind, template=template, context=context or {}, link=link)
    readers = _readers(user_ids, key)
    texts = {manner: _render(news, manner) for manner in {_manner(reader) for reader in readers}}
    Notice.objects.bulk_create(
        [
            Notice(
                user=reader,
                kind=kind,
                title=texts[_manner(reader)][0],
                text=texts[_manner(reader)][1],
                link=link,
                key=key,
                created_at=now,
            )
            for reader in readers
        ],
        batch_size=BATCH,
        ignore_conflicts=bool(key),
    )
    mailed = _who_gets_mail(readers, kind)
    drafts = [_draft(reader, news, *texts[_manner(reader)]) for reader in readers if reader.pk in mailed]
    write_letters(drafts=drafts, now=now, place=place)
    return len(readers)


def _readers(user_ids: Iterable[int], key: str) -> list[User]:
    """Return the active people to tell, in a stable order, without those who know it already."""
    ids = sorted(set(user_ids))
    readers: list[User] = []
    for start in range(0, len(ids), BATCH):
        people = User.objects.filter(pk__in=ids[start : start + BATCH], is_active=True)
        if key:
            people = people.exclude(pk__in=Notice.objects.filter(key=key).values("user"))
        readers += people.order_by("pk")
    return readers


def _manner(reader: User) -> tuple[str, str]:
    """Return how the reader is spoken to: language and time zone."""
    return reader.language, reader.time_zone


def _render(news: News, manner: tuple[str, str]) -> tuple[str, str]:
    """Return title and text in one language and time zone."""
    language, zone = manner
    with translation.override(language), timezone.override(ZoneInfo(zone) if zone else None):
        title = render_to_string(f"{news.template}.subject.txt", dict(news.context))
        text = render_to_string(f"{news.template}.txt", dict(news.context))
    return " ".join(title.split())[:250], text.strip()


def _who_gets_mail(readers: list[User], kind: NoticeKind) -> set[int]:
    """Return the numbers of those among `readers` who get `kind` by mail."""
    ids = {reader.pk for reader in readers}
    if kind in ALWAYS_MAILED or not ids:
        return ids
    said = dict(NoticePreference.objects.filter(kind=kind).values_list("user_id", "is_mailed"))
    wanted = {pk for pk in ids if said.get(pk, kind in MAILED_BY_DEFAULT)}
    consent = MAILED_WITH_CONSENT.get(kind)
    if consent is None:
        return wanted
    agreed = Consent.objects.filter(text__kind=consent, withdrawn_at=None).values_list("user_id", flat=True)
    return wanted & set(agreed)


def _draft(reader: User, news: News, title: str, text: str) -> Draft:
    words = {
        "name": reader.full_name,
        "title": title,
        "text": text,
        "link": absolute(news.link) if news.link else "",
        "unsubscribe_url": unsubscribe_url(reader, news.kind),
    }
    with translation.override(reader.language):
        return Draft(
            to_email=reader.email,
            kind=news.kind,
            subject=title,
            text=render_to_string("people/letters/notice.txt", words),
            html=render_to_string("people/letters/notice.html", words),
            user=reader,
        )


def read_notices(*, actor: User, now: datetime) -> int:
    """Mark all notices of a person as read; return how many were not."""
    return Notice.objects.filter(user=actor, read_at=None).update(read_at=now)


def open_notice(*, actor: User, notice_id: int, now: datetime) -> Notice:
    """Mark one notice as read and return it, so that its link can be followed."""
    notice = Notice.objects.get(pk=notice_id, user=actor)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)
    return notice


@transaction.atomic
def set_notice_preferences(*, actor: User, mailed: Iterable[NoticeKind]) -> None:
    """Keep which kinds come by mail; kinds without a choice stay as they are."""
    wanted = set(mailed)
    for kind in NoticeKind:
        if kind not in ALWAYS_MAILED:
            _prefer(actor, kind, is_mailed=kind in wanted)


@transaction.atomic
def unsubscribe(*, signed: str) -> tuple[User, NoticeKind]:
    """End letters of one kind for the person named in a signed address; letters that wait are not sent.

    Raises `User.DoesNotExist` for an address that is not ours.
    """
    user, kind = subscription(signed=signed)
    _prefer(user, kind, is_mailed=False)
    Letter.objects.filter(user=user, kind=kind, state=LetterState.WAITING).delete()
    return user, kind


def _prefer(user: User, kind: NoticeKind, *, is_mailed: bool) -> None:
    NoticePreference.objects.update_or_create(user=user, kind=kind, defaults={"is_mailed": is_mailed})
