"""How notices reach a person: what she chose on her page, and what one click ended."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from nastavnik.people.enums import ALWAYS_MAILED, LetterState, MailManner, NoticeKind
from nastavnik.people.models import Letter, Notice, NoticeHours, NoticePreference, PushMessage, User
from nastavnik.people.selectors.notices import Manner, manners_of, manners_of_mail, subscription


@transaction.atomic
def set_notice_preferences(
    *,
    actor: User,
    mail: Mapping[NoticeKind, MailManner],
    pushed: Iterable[NoticeKind],
    quiet: tuple[int, int] | None,
    digest_hour: int,
) -> None:
    """Keep how each kind comes; a kind that is not named gets no letters. `quiet`: from and until which hour.

    A manner that a kind cannot come in (an urgent one with the summary) is taken as at once. What waits to come in a way
    that has ended does not come.
    """
    shown = set(pushed)
    ended: list[NoticeKind] = []
    for kind in NoticeKind:
        wanted = mail.get(kind, MailManner.OFF)
        manner = wanted if wanted in manners_of_mail(kind) else MailManner.AT_ONCE
        _prefer(actor, kind, Manner(manner, kind in shown))
        ended += [kind] if manner is MailManner.OFF else []
    _drop_mail(actor, ended)
    PushMessage.objects.filter(subscription__user=actor).exclude(kind__in=shown).delete()
    start, end = quiet if quiet and quiet[0] != quiet[1] else (None, None)
    hours = {"quiet_from": start, "quiet_until": end, "digest_hour": digest_hour}
    NoticeHours.objects.update_or_create(user=actor, defaults=hours)


@transaction.atomic
def unsubscribe(*, signed: str) -> tuple[User, list[NoticeKind]]:
    """End letters of the kinds named in a signed address; letters and summaries that wait do not come.

    Raises `User.DoesNotExist` for an address that is not ours.
    """
    user, kinds = subscription(signed=signed)
    _end_mail(user, kinds)
    return user, kinds


@transaction.atomic
def keep_to_page(*, actor: User, notice_id: int, now: datetime) -> NoticeKind:
    """Let the kind of one of her notices, which she has seen now, come in the page alone: no letters, no browsers."""
    notice = Notice.objects.get(pk=notice_id, user=actor)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)
    kind = NoticeKind(notice.kind)
    if kind not in ALWAYS_MAILED:
        _end_mail(actor, [kind])
        NoticePreference.objects.filter(user=actor, kind=kind).update(is_pushed=False)
        PushMessage.objects.filter(subscription__user=actor, kind=kind).delete()
    return kind


def _end_mail(user: User, kinds: list[NoticeKind]) -> None:
    manners = manners_of(user)
    for kind in kinds:
        _prefer(user, kind, Manner(MailManner.OFF, manners[kind].is_pushed))
    _drop_mail(user, kinds)


def _drop_mail(user: User, kinds: list[NoticeKind]) -> None:
    """Let letters and summaries of these kinds that wait not come."""
    Letter.objects.filter(user=user, kind__in=kinds, state=LetterState.WAITING).delete()
    Notice.objects.filter(user=user, kind__in=kinds, digest_at__isnull=False).update(digest_at=None)


def _prefer(user: User, kind: NoticeKind, manner: Manner) -> None:
    chosen = {"mail": manner.mail, "is_pushed": manner.is_pushed}
    NoticePreference.objects.update_or_create(user=user, kind=kind, defaults=chosen)
