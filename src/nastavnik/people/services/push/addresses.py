"""What a browser says of itself, read as a stranger's word: an address at a known push service, and two keys.

The school posts to this address, so an address of anybody's choice would let strangers post into our own network.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings

from nastavnik.core import sealing
from nastavnik.people.services.refusals import BrowserNotUnderstood, PushServiceUnknown

PURPOSE = "people.push"
LONGEST_ADDRESS = 1000
AUTH_BYTES = 16
HTTPS_PORT = 443
LONGEST_LABEL = 63


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser is reached and how one writes to it: `p256dh` its public key, `auth` its secret (base64url)."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def digest(self) -> str:
        """Return the name of the address by which its row is found."""
        return address_digest(self.endpoint)

    def sealed(self) -> str:
        """Return all of it as it is kept."""
        return sealing.seal(json.dumps(asdict(self)), purpose=PURPOSE)


def unsealed(text: str) -> Browser:
    """Return what `Browser.sealed` kept. Raises `core.sealing.Unsealable`."""
    return Browser(**json.loads(sealing.unseal(text, purpose=PURPOSE)))


def address_digest(endpoint: str) -> str:
    """Return a fixed name of an address."""
    return sealing.digest(endpoint, purpose=PURPOSE)


def read_browser(told: Mapping[str, Any]) -> Browser:
    """Return what a browser told (`PushSubscription.toJSON()`). Raises `BrowserNotUnderstood`, `PushServiceUnknown`."""
    keys = told.get("keys")
    of_keys = keys if isinstance(keys, dict) else {}
    browser = Browser(_word(told, "endpoint"), _word(of_keys, "p256dh"), _word(of_keys, "auth"))
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decoded(browser.p256dh))
        is_secret = len(decoded(browser.auth)) == AUTH_BYTES
    except (ValueError, binascii.Error) as error:
        raise BrowserNotUnderstood from error
    if not is_secret:
        raise BrowserNotUnderstood
    if not is_known(browser.endpoint):
        raise PushServiceUnknown
    return browser


def _word(told: Mapping[str, Any], name: str) -> str:
    word = told.get(name)
    if not isinstance(word, str) or len(word) > LONGEST_ADDRESS:
        raise BrowserNotUnderstood
    return word


def is_known(endpoint: str) -> bool:
    """Tell whether an address is one of a push service that the operator lets the school ask."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port or HTTPS_PORT
    except ValueError:
        return False
    # a part of a name that is empty or too long is found by nobody
    is_name = all(0 < len(label) <= LONGEST_LABEL for label in host.split("."))
    if parts.scheme != "https" or parts.username is not None or not endpoint.isascii() or not is_name:
        return False
    return any(_answers_to(service, host, port) for service in settings.WEB_PUSH_SERVICES)


def _answers_to(service: str, host: str, port: int) -> bool:
    """Tell whether a word of the list (`host`, `*.host`, either with `:port`) means this host."""
    name, _colon, own_port = service.lower().partition(":")
    if port != int(own_port or HTTPS_PORT):
        return False
    return host.endswith(name[1:]) if name.startswith("*.") else host == name


def decoded(text: str) -> bytes:
    """Return the bytes of base64url with or without its padding. Raises `ValueError`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def encoded(value: bytes) -> str:
    """Return base64url without padding, as RFC 8291 and 8292 write keys."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
