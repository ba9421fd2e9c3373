"""What a badge says: an OpenBadgeCredential (Open Badges 3.0 on Verifiable Credentials 2.0), before it is signed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from nastavnik.learning.papers.badge.proof import CREDENTIALS, OPEN_BADGES, Document, moment

DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
HOURS = "ext:AcademicHours"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The school; `base_url` is the address of its first page, without the last slash."""

    name: str
    base_url: str

    @property
    def did(self) -> str:
        """Return its name as `did:web`: whoever holds the address holds the name, and the keys lie under it."""
        parts = urlsplit(self.base_url)
        steps = [part for part in parts.path.split("/") if part]
        return ":".join(["did:web", quote(parts.netloc, safe=""), *(quote(step) for step in steps), "credentials"])

    def key_address(self, public: str) -> str:
        """Return the address of a public key."""
        return f"{self.did}#{public}"

    def url(self, *words: str | int) -> str:
        """Return an address below `/credentials/`."""
        return "/".join([self.base_url, "credentials", *map(str, words), ""])


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose badge it is. The address of her mail is told only as a salted hash: enough to recognise it by, not to read."""

    name: str
    email: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a badge tells besides issuer and recipient. `hours` are academic, as text; `place_in_list` is its bit."""

    code: str
    number: str
    heading: str
    programme: str
    programme_url: str
    kind: str
    text: str
    themes: tuple[str, ...]
    hours: str
    hours_label: str
    issued_at: datetime
    list_number: int
    place_in_list: int


def credential(issuer: Issuer, recipient: Recipient, told: Told) -> Document:
    """Return the badge, unsigned."""
    listed = issuer.url("status", told.list_number)
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": issuer.url(told.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{told.heading}: {told.programme}",
        "description": told.number,
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": f"{issuer.base_url}/"},
        "validFrom": moment(told.issued_at),
        "credentialSubject": subject(issuer, recipient, told),
        "credentialStatus": {
            "id": f"{listed}#{told.place_in_list}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(told.place_in_list),
            "statusListCredential": listed,
        },
    }


def subject(issuer: Issuer, recipient: Recipient, told: Told) -> Document:
    """Return who has achieved what."""
    described = f"{told.programme_url}#{told.kind}"
    hours_id = f"{described}-hours"
    achievement: dict[str, Any] = {
        "id": described,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": f"{told.heading}: {told.programme}",
        "description": told.text,
        "criteria": {"narrative": "\n".join([told.text, *(f"- {theme}" for theme in told.themes)])},
        "image": {"id": issuer.url(told.code) + "badge.png", "type": "Image"},
    }
    result = []
    if told.hours:
        about = {"id": hours_id, "type": ["ResultDescription"], "name": told.hours_label, "resultType": HOURS}
        achievement["resultDescription"] = [about]
        result = [{"type": ["Result"], "resultDescription": hours_id, "value": told.hours}]
    return {
        "type": ["AchievementSubject"],
        "identifier": identifiers(recipient),
        "achievement": achievement,
        **({"result": result} if result else {}),
    }


def identifiers(recipient: Recipient) -> list[Document]:
    """Return by what the recipient is recognised: her name, and her e-mail where it is known, hashed."""
    named = {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": recipient.name}
    if not recipient.email:
        return [named]
    told = hashlib.sha256(f"{recipient.email.strip().lower()}{recipient.salt}".encode()).hexdigest()
    mailed = {
        "type": "IdentityObject",
        "identityType": "emailAddress",
        "hashed": True,
        "identityHash": f"sha256${told}",
        "salt": recipient.salt,
    }
    return [named, mailed]


def did_document(issuer: Issuer, publics: list[str]) -> Document:
    """Return the document that says which keys speak for the school."""
    keys = [
        {
            "id": issuer.key_address(public),
            "type": "Multikey",
            "controller": issuer.did,
            "publicKeyMultibase": public,
        }
        for public in publics
    ]
    return {
        "@context": [DID, MULTIKEY],
        "id": issuer.did,
        "verificationMethod": keys,
        "assertionMethod": [key["id"] for key in keys],
    }
