"""What catalogues are told of, and by which names: identifiers that last, sets to choose from."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

_LOCAL = re.compile(r"(lesson|collection|project)/([0-9a-z]{1,22})")
# of the scheme `oai-identifier`: at least one dot, which the name of a machine at home has not
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")


class Kind(StrEnum):
    """A kind of things, each of which has a record."""

    LESSON = "lesson"
    COLLECTION = "collection"
    PROJECT = "project"


# the sets of OAI-PMH: each kind is one
SETS = {"lessons": Kind.LESSON, "collections": Kind.COLLECTION, "projects": Kind.PROJECT}
SET_OF = {kind: name for name, kind in SETS.items()}


def domain_of(base_url: str) -> str:
    """Return the name under which a school's records are known, out of the address of its first page."""
    return urlsplit(base_url).hostname or "localhost"


def is_registrable(domain: str) -> bool:
    """Tell whether the scheme `oai-identifier` admits a domain."""
    return _DOMAIN.fullmatch(domain) is not None


def identifier_of(domain: str, kind: Kind, key: str) -> str:
    """Return the lasting name of a thing: `oai:school.example.ru:lesson/k7m2p9qrst`."""
    return f"oai:{domain}:{kind}/{key}"


def named_by(domain: str, identifier: str) -> tuple[Kind, str] | None:
    """Return what an identifier names, its kind and key; None when it is none of ours."""
    begin = f"oai:{domain}:"
    match = _LOCAL.fullmatch(identifier.removeprefix(begin)) if identifier.startswith(begin) else None
    return (Kind(match[1]), match[2]) if match else None
