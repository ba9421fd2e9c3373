"""The signature of a credential: Data Integrity, cryptosuite `eddsa-rdfc-2022` (W3C Recommendation of 15 May 2025).

Signed are the SHA-256 of the proof's own options and of the credential, each in its canonical form (RDFC-1.0): a program that
reads the words by the same vocabularies finds the same, however the JSON is written. The vocabularies lie in `contexts/`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

from nastavnik.learning.papers.badge.keys import base_58

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FILES = {CREDENTIALS: "credentials-2.0.json", OPEN_BADGES: "open-badges-3.0.3.json"}

Document = dict[str, Any]


class UnknownVocabulary(Exception):
    """A document names a vocabulary that does not lie here; nothing is fetched."""


def signed(document: Mapping[str, Any], key: Ed25519PrivateKey, *, method: str, at: datetime) -> Document:
    """Return `document` with its proof; `method` is the address of the public key.

    Proofs are a list, as the JSON schema of Open Badges wants them.
    """
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    told = digest({"@context": document["@context"], **options}) + digest(document)
    return {**document, "proof": [{**options, "proofValue": base_58(key.sign(told))}]}


def digest(document: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of the canonical form of `document`.

    PyLD calls the algorithm by its older name; the two differ in control characters alone, which no text of ours has.
    """
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": vocabulary}
    return hashlib.sha256(jsonld.normalize(dict(document), options).encode()).digest()


def vocabulary(url: str, options: Mapping[str, Any]) -> Document:  # noqa: ARG001 -- PyLD gives it
    """Return a vocabulary that lies here, as PyLD asks for it."""
    if url not in FILES:
        raise UnknownVocabulary(url)
    return _read(url)


@cache
def _read(url: str) -> Document:
    text = (Path(__file__).parent / "contexts" / FILES[url]).read_text(encoding="utf-8")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": json.loads(text)}


def moment(at: datetime) -> str:
    """Return a moment as XML Schema writes it, in UTC and whole seconds."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
