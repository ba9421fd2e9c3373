"""Resumption tokens: where a list goes on. Nothing is kept of them here; they are signed, and run out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from nastavnik.publishing.catalogues.asking import Code, Listing, Refused, Verb
from nastavnik.publishing.catalogues.kinds import Kind

LASTS = timedelta(days=2)
_SIGNER = "publishing.oai"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: behind which record (its time and number), and how many were given before."""

    listing: Listing
    after: tuple[datetime, int] | None = None
    given: int = 0


def token_of(school_id: int, verb: Verb, place: Place, expires_at: datetime) -> str:
    """Return the token by which `verb` goes on at `place`, which begins behind a record."""
    assert place.after is not None
    listing, (changed_at, number) = place.listing, place.after
    window = [_seconds(listing.begin), _seconds(listing.end)]
    behind = [_seconds(changed_at), number, place.given, _seconds(expires_at)]
    told = [school_id, verb.value, listing.prefix, listing.kind or "", *window, *behind]
    return signing.Signer(salt=_SIGNER).sign_object(told)


def place_of(school_id: int, verb: Verb, token: str, now: datetime) -> Place:
    """Return where a list goes on. Raises `Refused` for a token that is another's, of another verb, or has run out."""
    try:
        told = signing.Signer(salt=_SIGNER).unsign_object(token)
    except signing.BadSignature as error:
        raise Refused(Code.UNRESUMABLE, _("This is no resumption token of ours.")) from error
    school, word, prefix, kind, begin, end, changed_at, number, given, expires_at = told
    if (school, word) != (school_id, verb.value):
        raise Refused(Code.UNRESUMABLE, _("The resumption token is one of another list."))
    if expires_at < now.timestamp():
        raise Refused(Code.UNRESUMABLE, _("The resumption token has run out. Ask for the list from its beginning."))
    listing = Listing(prefix, Kind(kind) if kind else None, _moment(begin), _moment(end))
    return Place(listing, (datetime.fromtimestamp(changed_at, UTC), number), given)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
