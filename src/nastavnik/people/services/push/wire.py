"""One message on its way: encrypted for the browser (RFC 8291), signed by the school (RFC 8292), posted (RFC 8030)."""

import hashlib
import json
import threading
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import Enum, auto
from functools import cache
from http import HTTPStatus
from urllib.parse import urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from nastavnik.core import sealing
from nastavnik.people.services.push.addresses import PURPOSE, Browser, encoded, is_known

# Seconds to connect, and to wait for an answer.
TIMEOUT = (5, 10)
SIGNATURE_LIVES = timedelta(hours=12)
# Of the curve P-256: secrets are numbers below it.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LONGEST_TOPIC = 32


class _OfThread(threading.local):
    """The connections of each thread."""

    def __init__(self) -> None:
        self.session = requests.Session()


_of_thread = _OfThread()


class Answer(Enum):
    """What became of a message."""

    TAKEN = auto()
    # the browser was switched off, or its push service is not to be asked any more
    GONE = auto()
    LATER = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Push:
    """What a browser shows, and where a click leads."""

    title: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it leaves: `ttl` is how long the push service keeps it, in seconds; `topic` replaces an earlier one."""

    browser: Browser
    push: Push
    ttl: int
    topic: str
    is_urgent: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of it, and what the push service said, for the log."""

    answer: Answer
    said: str = ""


def post(parcel: Parcel) -> Reply:
    """Give a message to its push service. Never raises for what a stranger named or her server does; asks no database."""
    endpoint = parcel.browser.endpoint
    if not is_known(endpoint):
        return Reply(Answer.GONE, "not among WEB_PUSH_SERVICES")
    try:
        # An answer is not read beyond its head, and a redirection is not followed: it could lead anywhere.
        with _of_thread.session.post(
            endpoint,
            data=_encrypted(parcel),
            headers=_headers(parcel),
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as response:
            return Reply(_answer(response.status_code), str(response.status_code))
    except requests.RequestException as error:
        return Reply(Answer.LATER, type(error).__name__)
    except Exception as error:  # noqa: BLE001 -- an odd address or key ends its own message, not those of others
        return Reply(Answer.REFUSED, type(error).__name__)


def _answer(status: int) -> Answer:
    if status in range(200, 300):
        return Answer.TAKEN
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Answer.GONE
    is_passing = status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS} or status in range(500, 600)
    return Answer.LATER if is_passing else Answer.REFUSED


def _encrypted(parcel: Parcel) -> bytes:
    """Encrypt for the browser; the package, which brings aiohttp along, is loaded with the first message: 20 MB, a quarter of a second."""
    from pywebpush import WebPusher  # noqa: PLC0415 -- see above

    browser = parcel.browser
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    text = json.dumps(asdict(parcel.push), ensure_ascii=False)
    body: bytes = WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(text.encode())["body"]
    return body


def _headers(parcel: Parcel) -> dict[str, str]:
    headers = {
        "Authorization": f"vapid t={_signature(parcel)}, k={public_key()}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(parcel.ttl),
        "Urgency": "high" if parcel.is_urgent else "normal",
    }
    if parcel.topic:
        headers["Topic"] = hashlib.sha256(parcel.topic.encode()).hexdigest()[:LONGEST_TOPIC]
    return headers


def _signature(parcel: Parcel) -> str:
    parts = urlsplit(parcel.browser.endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((parcel.now + SIGNATURE_LIVES).timestamp()),
        "sub": contact(),
    }
    return jwt.encode(claims, _private_key(settings.SECRET_KEY), algorithm="ES256")


def contact() -> str:
    """Return where a push service finds the operator."""
    base_url = str(settings.BASE_URL)
    return base_url if base_url.startswith("https:") else f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def public_key() -> str:
    """Return the key by which browsers and push services know the school (`applicationServerKey`, base64url)."""
    point = _private_key(settings.SECRET_KEY).public_key()
    return encoded(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def offered_key() -> str:
    """Return the school's key for browsers that want to show notices; empty where the operator has not switched that on."""
    return public_key() if settings.WEB_PUSH else ""


@cache
def _private_key(_secret_key: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that signs. It is made of SECRET_KEY: the same on all nodes, kept nowhere, gone with it.

    The addresses of browsers are sealed with SECRET_KEY too, so a key that outlived it would be of no use.
    """
    number = int(sealing.digest("signing key", purpose=PURPOSE), 16)
    return ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())
