"""In which ways, and when, a notice reaches each of its readers: the written rules.

1. The page has it always and at once.
2. A letter and a browser follow the reader's choice for the kind (`Manner`), a newsletter needs its consent too.
3. In her quiet hours nothing comes but what concerns the safety of the account. A letter waits until they end; what is
   useless by then (`useless_at`: the lesson has begun, the broadcast is on) does not come at all. A browser is not rung
   later: what is old news in the morning stands in the page.
4. A kind that may wait comes with the summary of the day, if she wants it so.
5. Whoever got `LETTERS_AN_HOUR` letters within an hour gets what follows as one summary, an hour later at most once an
   hour; only what would be useless by then still comes at once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from nastavnik.people.enums import ALWAYS_MAILED, MAILED_WITH_CONSENT, MailManner, NoticeKind
from nastavnik.people.models import Consent, Letter, NoticePreference, User
from nastavnik.people.selectors.hours import Hours, hours_of
from nastavnik.people.selectors.notices import Manner, default_manner
from nastavnik.people.services.letters import BATCH

HOUR = timedelta(hours=1)
# So many letters are news, more are a flood.
LETTERS_AN_HOUR = 6


@dataclass(frozen=True, slots=True)
class Delivery:
    """When a notice comes by letter, when with a summary, and whether it shows in browsers at once; None: not at all."""

    letter_at: datetime | None = None
    digest_at: datetime | None = None
    is_pushed: bool = False


NOWHERE_ELSE = Delivery()


class Ways:
    """How some notices reach their readers, one notice after another: each letter counts towards the flood of the next."""

    def __init__(self, readers: list[User], kinds: Collection[NoticeKind], *, now: datetime, zone: str) -> None:
        """`zone`: the clock of readers who have named none."""
        self._now = now
        self._hours = hours_of(readers, zone=zone)
        self._manners = {kind: _manners(readers, kind) for kind in kinds}
        self._letters = _letters_of_the_hour(readers, now) if set(kinds) - ALWAYS_MAILED else {}

    def take(self, reader_id: int, kind: NoticeKind, *, useless_at: datetime | None) -> Delivery:
        """Return how the next notice of `kind` comes to a reader besides the page. `useless_at`: by then nobody needs it."""
        letters = self._letters.get(reader_id, 0)
        way = delivery(
            kind,
            self._manners[kind][reader_id],
            self._hours[reader_id],
            now=self._now,
            useless_at=useless_at,
            is_flooded=letters >= LETTERS_AN_HOUR,
        )
        if way.letter_at is not None and kind not in ALWAYS_MAILED:
            self._letters[reader_id] = letters + 1
        return way


def delivery(
    kind: NoticeKind, manner: Manner, hours: Hours, *, now: datetime, useless_at: datetime | None, is_flooded: bool
) -> Delivery:
    """Apply the rules above to one reader."""
    if kind in ALWAYS_MAILED:
        return Delivery(letter_at=now, is_pushed=manner.is_pushed)
    quiet_end = hours.quiet_end(now)
    letter_at, is_pushed = quiet_end or now, manner.is_pushed and quiet_end is None
    if manner.mail is MailManner.OFF or (useless_at is not None and letter_at >= useless_at):
        return Delivery(is_pushed=is_pushed)
    if manner.mail is MailManner.DIGEST:
        gathered_at = hours.next_digest(now)
    elif is_flooded:
        gathered_at = letter_at + HOUR
    else:
        return Delivery(letter_at=letter_at, is_pushed=is_pushed)
    digest_at = hours.quiet_end(gathered_at) or gathered_at
    if useless_at is not None and digest_at >= useless_at:
        return Delivery(letter_at=letter_at, is_pushed=is_pushed)
    return Delivery(digest_at=digest_at, is_pushed=is_pushed)


def _manners(readers: list[User], kind: NoticeKind) -> dict[int, Manner]:
    """Return how a kind reaches each reader; who has not agreed to a newsletter gets no letter."""
    said: dict[int, Manner] = {}
    for batch in _batches(readers):
        rows = NoticePreference.objects.filter(kind=kind, user__in=batch)
        said |= {row.user_id: Manner(MailManner(row.mail), row.is_pushed) for row in rows}
    usual = default_manner(kind)
    manners = {reader.pk: said.get(reader.pk, usual) for reader in readers}
    consent = MAILED_WITH_CONSENT.get(kind)
    if consent is None:
        return manners
    agreed = set(Consent.objects.filter(text__kind=consent, withdrawn_at=None).values_list("user_id", flat=True))
    return {pk: manner if pk in agreed else Manner(MailManner.OFF, manner.is_pushed) for pk, manner in manners.items()}


def _letters_of_the_hour(readers: list[User], now: datetime) -> dict[int, int]:
    """Return how many letters each of those who had one got within the last hour, without those about the account."""
    counted: dict[int, int] = {}
    for batch in _batches(readers):
        letters = Letter.objects.filter(user__in=batch, created_at__gt=now - HOUR).exclude(kind__in=ALWAYS_MAILED)
        counts = letters.order_by().values("user").annotate(count=Count("pk"))
        counted |= {row["user"]: row["count"] for row in counts}
    return counted


def _batches(readers: list[User]) -> Iterable[list[int]]:
    ids = [reader.pk for reader in readers]
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
