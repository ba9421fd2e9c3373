"""Secrets at rest: sealed with a key made of `SECRET_KEY`, so that a copy of the database alone opens nothing.

A secret belongs to a purpose (`live.stream-key`): what was sealed for one is not opened for another. The sealed text
carries no trace of the secret; `digest` makes a fixed name of a secret, to find a row by it.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unsealable(Exception):
    """The text was not sealed by this school for this purpose: another SECRET_KEY, or it was changed."""


def seal(secret: str, *, purpose: str) -> str:
    """Return `secret` sealed, in letters that a text column keeps."""
    return _box(settings.SECRET_KEY, purpose).encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """Return the secret. Raises `Unsealable`."""
    try:
        return _box(settings.SECRET_KEY, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable(purpose) from error


def digest(secret: str, *, purpose: str) -> str:
    """Return 64 letters that only this school makes of this secret."""
    return hmac.new(_key(settings.SECRET_KEY, f"digest {purpose}"), secret.encode(), hashlib.sha256).hexdigest()


def key_for(purpose: str) -> bytes:
    """Return a key of its own for what is signed and checked many times a second."""
    return _signing_key(settings.SECRET_KEY, purpose)


@cache
def _signing_key(secret_key: str, purpose: str) -> bytes:
    return _key(secret_key, f"sign {purpose}")


@cache
def _box(secret_key: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret_key, f"seal {purpose}")))


def _key(secret_key: str, purpose: str) -> bytes:
    return hmac.digest(secret_key.encode(), purpose.encode(), hashlib.sha256)
