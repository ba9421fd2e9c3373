"""What a harvester is answered: the verbs of OAI-PMH over the table of what was announced.

Whether a thing is still there is asked of its own row: what a page does not show any more is deleted here at once, also before the
table has been renewed.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.programme.models import School
from nastavnik.publishing.catalogues import answers
from nastavnik.publishing.catalogues.answers import Piece, Record, Repository
from nastavnik.publishing.catalogues.asking import (
    UNREPEATED,
    Asked,
    Code,
    Listing,
    Refused,
    Verb,
    asked_of,
    format_asked,
    listing_of,
)
from nastavnik.publishing.catalogues.kinds import Kind, domain_of, named_by
from nastavnik.publishing.catalogues.tokens import LASTS, Place, place_of, token_of
from nastavnik.publishing.models import CatalogueEntry
from nastavnik.publishing.selectors.catalogues.works import works_of
from nastavnik.publishing.selectors.reading.addresses import whole_address

PIECE = 100


def answer(school: School, pairs: Iterable[tuple[str, str]], now: datetime) -> bytes:
    """Return the answer to a request with these arguments, as XML; an error of the protocol is an answer too. At most twelve queries."""
    address = whole_address(school, reverse("publishing:oai"))
    repeated: dict[str, str] = {}
    try:
        asked = asked_of(pairs)
        repeated = asked.repeated
        body = _VERBS[asked.verb](school, asked, now)
    except Refused as refusal:
        body = answers.error(refusal)
        repeated = {} if refusal.code in UNREPEATED else repeated
    return answers.whole(address, repeated, now, body)


def _identity(school: School, _asked: Asked, _now: datetime) -> str:
    return answers.identity(
        Repository(
            school_id=school.pk,
            name=school.title,
            base_url=whole_address(school, reverse("publishing:oai")),
            mail=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            domain=domain_of(school.base_url),
            since=school.created_at,
        )
    )


def _formats(school: School, asked: Asked, _now: datetime) -> str:
    if (identifier := asked.arguments.get("identifier")) is not None:
        _entry(school, identifier)
    return answers.formats()


def _sets(_school: School, asked: Asked, _now: datetime) -> str:
    if asked.token is not None:
        raise Refused(Code.UNRESUMABLE, _("The sets come in one piece."))
    return answers.sets()


def _record(school: School, asked: Asked, now: datetime) -> str:
    entry = _entry(school, asked.arguments["identifier"])
    prefix = format_asked(asked)
    (found,) = _records(school, [entry], now)
    return answers.record(found, domain_of(school.base_url), prefix)


def _identifiers(school: School, asked: Asked, now: datetime) -> str:
    piece, _prefix = _piece(school, asked, now)
    return answers.identifiers(piece, domain_of(school.base_url))


def _list(school: School, asked: Asked, now: datetime) -> str:
    piece, prefix = _piece(school, asked, now)
    return answers.records(piece, domain_of(school.base_url), prefix)


_VERBS: dict[Verb, Callable[[School, Asked, datetime], str]] = {
    Verb.IDENTIFY: _identity,
    Verb.FORMATS: _formats,
    Verb.SETS: _sets,
    Verb.IDENTIFIERS: _identifiers,
    Verb.RECORDS: _list,
    Verb.RECORD: _record,
}


def _entry(school: School, identifier: str) -> CatalogueEntry:
    """Return what an identifier names. Raises `Refused` for what was never announced."""
    named = named_by(domain_of(school.base_url), identifier)
    entry = CatalogueEntry.objects.filter(school=school, kind=named[0], key=named[1]).first() if named else None
    if entry is None:
        raise Refused(Code.NO_ITEM, _("There is no record under this identifier."))
    return entry


def _piece(school: School, asked: Asked, now: datetime) -> tuple[Piece, str]:
    """Return a piece of the list that is asked for, and in which format. Raises `Refused`."""
    token = asked.token
    place = Place(listing_of(asked)) if token is None else place_of(school.pk, asked.verb, token, now)
    rows = _listed(school, place.listing)
    found = list(_behind(rows, place.after)[: PIECE + 1])
    if not found:
        if token is None:
            raise Refused(Code.NO_RECORDS, _("There are no such records."))
        raise Refused(Code.UNRESUMABLE, _("The list has changed since. Ask for it from its beginning."))
    piece = Piece(_records(school, found[:PIECE], now), place.given, rows.count())
    if len(found) > PIECE:
        last, expires_at = found[PIECE - 1], now + LASTS
        onward = Place(place.listing, (last.changed_at, last.pk), place.given + PIECE)
        piece = replace(piece, token=token_of(school.pk, asked.verb, onward, expires_at), expires_at=expires_at)
    return piece, place.listing.prefix


def _listed(school: School, listing: Listing) -> QuerySet[CatalogueEntry]:
    rows = CatalogueEntry.objects.filter(school=school)
    if listing.kind is not None:
        rows = rows.filter(kind=listing.kind)
    if listing.begin is not None:
        rows = rows.filter(changed_at__gte=listing.begin)
    if listing.end is not None:
        rows = rows.filter(changed_at__lte=listing.end)
    return rows


def _behind(rows: QuerySet[CatalogueEntry], after: tuple[datetime, int] | None) -> QuerySet[CatalogueEntry]:
    """Return rows in their order, those behind a place. What changes while a list is read moves to its end, and is read again."""
    if after is not None:
        changed_at, number = after
        rows = rows.filter(Q(changed_at__gt=changed_at) | Q(changed_at=changed_at, pk__gt=number))
    return rows.order_by("changed_at", "pk")


def _records(school: School, entries: Iterable[CatalogueEntry], now: datetime) -> tuple[Record, ...]:
    """Return the records of entries in their order; without a work where a thing is not public now."""
    rows = list(entries)
    works = {
        kind: works_of(school, kind, [row.key for row in rows if row.kind == kind], now)
        for kind in {Kind(row.kind) for row in rows}
    }
    found = []
    for row in rows:
        work = works[Kind(row.kind)].get(row.key)
        told = replace(work, changed_at=row.changed_at) if work else None
        found.append(Record(row.pk, Kind(row.kind), row.key, row.changed_at, told))
    return tuple(found)
