"""What a harvester asks by OAI-PMH 2.0, read strictly: its verb, its arguments, what is wrong with them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from nastavnik.publishing.catalogues.formats import FORMATS
from nastavnik.publishing.catalogues.kinds import SETS, Kind

RESUMPTION = "resumptionToken"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
ALMOST_A_DAY = timedelta(days=1) - timedelta(seconds=1)


class Code(StrEnum):
    """The errors of the protocol; `noSetHierarchy` and `noMetadataFormats` cannot happen here: there are sets and formats."""

    BAD_VERB = "badVerb"
    BAD_ARGUMENT = "badArgument"
    UNRESUMABLE = "badResumptionToken"
    NO_FORMAT = "cannotDisseminateFormat"
    NO_ITEM = "idDoesNotExist"
    NO_RECORDS = "noRecordsMatch"


# what was asked is not repeated in the answer to these: it may be anything
UNREPEATED = (Code.BAD_VERB, Code.BAD_ARGUMENT)


class Refused(Exception):
    """An error of the protocol, with its sentence."""

    def __init__(self, code: Code, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Verb(StrEnum):
    """What can be asked."""

    IDENTIFY = "Identify"
    FORMATS = "ListMetadataFormats"
    SETS = "ListSets"
    IDENTIFIERS = "ListIdentifiers"
    RECORDS = "ListRecords"
    RECORD = "GetRecord"


_LIST = (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}))
# of each verb the arguments that it must have, and those that it may have
ARGUMENTS: Mapping[Verb, tuple[frozenset[str], frozenset[str]]] = {
    Verb.IDENTIFY: (frozenset(), frozenset()),
    Verb.FORMATS: (frozenset(), frozenset({"identifier"})),
    Verb.SETS: (frozenset(), frozenset()),
    Verb.IDENTIFIERS: _LIST,
    Verb.RECORDS: _LIST,
    Verb.RECORD: (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}
# which may be asked on with a token and nothing else
IN_PIECES = (Verb.SETS, Verb.IDENTIFIERS, Verb.RECORDS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A verb with its arguments, which fit it."""

    verb: Verb
    arguments: Mapping[str, str]

    @property
    def repeated(self) -> dict[str, str]:
        """Return what an answer repeats of the question."""
        return {"verb": self.verb.value, **self.arguments}

    @property
    def token(self) -> str | None:
        """Return the token with which a list is asked on."""
        return self.arguments.get(RESUMPTION)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which records are listed, and how; both ends of the time are in it. Without a kind, of all kinds."""

    prefix: str
    kind: Kind | None = None
    begin: datetime | None = None
    end: datetime | None = None


def asked_of(pairs: Iterable[tuple[str, str]]) -> Asked:
    """Return what is asked by the arguments of a request, in their order. Raises `Refused`: no verb, or none that fits its arguments."""
    found: dict[str, str] = {}
    repeated: set[str] = set()
    for name, text in pairs:
        repeated |= {name} & found.keys()
        found[name] = text
    word = found.pop("verb", "")
    if "verb" in repeated or word not in set(Verb):
        raise Refused(Code.BAD_VERB, _("The verb is missing, repeated or none of the protocol."))
    if repeated:
        raise Refused(Code.BAD_ARGUMENT, _("An argument is repeated."))
    asked = Asked(Verb(word), found)
    _check_names(asked)
    return asked


def _check_names(asked: Asked) -> None:
    """Raise `Refused` for an argument that the verb has not, or misses."""
    names = asked.arguments.keys()
    if RESUMPTION in names and asked.verb in IN_PIECES:
        if len(names) > 1:
            raise Refused(Code.BAD_ARGUMENT, _("With a resumption token there is no other argument."))
        return
    needed, allowed = ARGUMENTS[asked.verb]
    if needed - names:
        raise Refused(Code.BAD_ARGUMENT, _("An argument that the verb needs is missing."))
    if names - needed - allowed:
        raise Refused(Code.BAD_ARGUMENT, _("The verb knows no such argument."))


def listing_of(asked: Asked) -> Listing:
    """Return the list that is asked for. Raises `Refused`."""
    given = asked.arguments
    begin, end = given.get("from"), given.get("until")
    if begin is not None and end is not None and len(begin) != len(end):
        raise Refused(Code.BAD_ARGUMENT, _("Both ends of the time are days, or both are seconds."))
    since = _moment(begin) if begin is not None else None
    until = _last_second(end) if end is not None else None
    if since and until and since > until:
        raise Refused(Code.BAD_ARGUMENT, _("The time ends before it begins."))
    prefix = format_asked(asked)
    name = given.get("set")
    if name is not None and name not in SETS:
        raise Refused(Code.NO_RECORDS, _("There is no such set."))
    return Listing(prefix, SETS[name] if name is not None else None, since, until)


def format_asked(asked: Asked) -> str:
    """Return the prefix of the format that is asked for. Raises `Refused` for one that there is not."""
    prefix = asked.arguments["metadataPrefix"]
    if prefix not in FORMATS:
        raise Refused(Code.NO_FORMAT, _("Records are not to be had in this format."))
    return prefix


def _moment(text: str) -> datetime:
    """Return the time of a datestamp, which is a day or a second of UTC. Raises `Refused`."""
    if _DAY.fullmatch(text) or _SECOND.fullmatch(text):
        try:
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise Refused(Code.BAD_ARGUMENT, _("A time is written as 2026-11-26 or 2026-11-26T08:30:00Z."))


def _last_second(text: str) -> datetime:
    """Return the last second that a datestamp names: of a day, its last one."""
    moment = _moment(text)
    return moment + ALMOST_A_DAY if _DAY.fullmatch(text) else moment
