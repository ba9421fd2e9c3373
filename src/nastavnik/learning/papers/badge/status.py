"""The list of badges that no longer hold: a bit each (Bitstring Status List 1.0), so that it names nobody and no badge."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime

from nastavnik.learning.papers.badge.credential import Issuer
from nastavnik.learning.papers.badge.proof import CREDENTIALS, Document, moment

# The least that the Recommendation allows: in a shorter list one badge could be told from another.
LIST_BITS = 131_072


def place_of(index: int) -> tuple[int, int]:
    """Return in which list, and where in it, the bit of a badge is."""
    return divmod(index, LIST_BITS)


def status_list(issuer: Issuer, number: int, ended: Iterable[int], at: datetime) -> Document:
    """Return a list as an unsigned credential; `ended` are the indexes of badges that no longer hold, of any list."""
    address = issuer.url("status", number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": moment(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(place for where, place in map(place_of, ended) if where == number),
        },
    }


def encoded(places: Iterable[int]) -> str:
    """Return the bits, the first of a byte being its highest, packed and in base 64 with the mark `u` of Multibase."""
    bits = bytearray(LIST_BITS // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
