"""The signature of a message, by Standard Webhooks (https://www.standardwebhooks.com, version 1 of its symmetric signatures).

Signed is `<number>.<seconds since 1970>.<body>` with HMAC-SHA256, and the secret is the base64 behind `whsec_`. A receiver
that refuses old times cannot be told the same twice by somebody who has listened.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a secret as receivers are given it."""
    return f"{PREFIX}{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def signature_of(secret: str, number: str, seconds: int, body: bytes) -> str:
    """Return the signature as its header says it."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.digest(key, b".".join((number.encode(), str(seconds).encode(), body)), "sha256")
    return f"v1,{base64.b64encode(signed).decode()}"


def headers_of(secret: str, number: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers of a message that is sent at this moment."""
    seconds = int(at.timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": number,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature_of(secret, number, seconds, body),
    }
