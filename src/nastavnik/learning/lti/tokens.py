"""Tokens: what a platform signed is read strictly; what the school says is signed.

RS256 alone, whatever a token says of itself: a token that names no algorithm, or a secret one with the public key as its
secret, is refused before its key is looked for.
"""

import base64
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from nastavnik.learning.lti.words import ALGORITHM, Refused, Why

# Clocks of two institutions may differ by so much.
LEEWAY_SECONDS = 60
# Older tokens are not taken, however long they say they live.
MOST_AGE_SECONDS = 600
LEAST_KEY_BITS = 2048
MOST_TOKEN_BYTES = 64 * 2**10
OWN_TOKEN_SECONDS = 300

Claims = Mapping[str, Any]
# the platform's key of a kid, as a JWK; None for a kid that it does not have
FindKey = Callable[[str], Mapping[str, Any] | None]


class Issuer(NamedTuple):
    """Whose token is expected, and for which client."""

    issuer: str
    client_id: str


def read_token(token: str, *, expected: Issuer, nonce: str, find_key: FindKey) -> Claims:
    """Return what a platform says in a token of OpenID Connect. Raises `Refused`.

    The rules are those of the 1EdTech Security Framework 1.0, 5.1.3.
    """
    if len(token) > MOST_TOKEN_BYTES:
        raise Refused(Why.TOKEN, "too long")
    key = _key_of(token, find_key)
    claims = _verified(token, key, expected)
    _check_audience(claims, expected.client_id)
    if time.time() - float(claims["iat"]) > MOST_AGE_SECONDS + LEEWAY_SECONDS:
        raise Refused(Why.EXPIRED, "issued long ago")
    if claims["nonce"] != nonce:
        raise Refused(Why.NONCE)
    return claims


def _key_of(token: str, find_key: FindKey) -> RSAPublicKey:
    """Return the key that the head of the token names. Raises `Refused`."""
    try:
        head = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Refused(Why.TOKEN, type(error).__name__) from error
    if head.get("alg") != ALGORITHM:
        raise Refused(Why.SIGNATURE, f"algorithm {head.get('alg')!r:.20}")
    kid = head.get("kid")
    if not isinstance(kid, str) or not kid:
        raise Refused(Why.KEY, "no kid")
    found = find_key(kid)
    if found is None:
        raise Refused(Why.KEY, "unknown kid")
    return _public_key(found)


def _public_key(found: Mapping[str, Any]) -> RSAPublicKey:
    """Return a key of a JWK that may verify. Raises `Refused`."""
    if found.get("kty") != "RSA" or found.get("use", "sig") != "sig" or found.get("alg", ALGORITHM) != ALGORITHM:
        raise Refused(Why.KEY, "not for RS256 signatures")
    try:
        key = jwt.PyJWK(dict(found), algorithm=ALGORITHM).key
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Refused(Why.KEY, type(error).__name__) from error
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_KEY_BITS:
        raise Refused(Why.KEY, "no public key, or a short one")
    return key


def _verified(token: str, key: RSAPublicKey, expected: Issuer) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=expected.client_id,
            issuer=expected.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "exp", "iat", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise Refused(_why(error), type(error).__name__) from error


def _why(error: jwt.PyJWTError) -> Why:
    reasons: tuple[tuple[type[jwt.PyJWTError], Why], ...] = (
        (jwt.InvalidSignatureError, Why.SIGNATURE),
        (jwt.ExpiredSignatureError, Why.EXPIRED),
        (jwt.ImmatureSignatureError, Why.EXPIRED),
        (jwt.InvalidIssuerError, Why.ISSUER),
        (jwt.InvalidAudienceError, Why.AUDIENCE),
    )
    return next((why for kind, why in reasons if isinstance(error, kind)), Why.TOKEN)


def _check_audience(claims: dict[str, Any], client_id: str) -> None:
    """Raise `Refused` when the token is for others too and does not name us as the party it was made for."""
    party = claims.get("azp")
    is_for_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (party is not None or is_for_several) and party != client_id:
        raise Refused(Why.AUDIENCE, "azp")


def sign(claims: Claims, *, key: str, kid: str, now: float, seconds: int = OWN_TOKEN_SECONDS) -> str:
    """Return `claims` signed with a private key (PEM), valid from `now` (seconds since 1970) for so many seconds."""
    times = {"iat": int(now), "exp": int(now) + seconds}
    return jwt.encode({**claims, **times}, key, algorithm=ALGORITHM, headers={"kid": kid})


def public_words(key: RSAPublicKey, kid: str) -> dict[str, str]:
    """Return the public half of a key as it stands in our set of keys (RFC 7517)."""
    numbers = key.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": ALGORITHM,
        "kid": kid,
        "n": _letters(numbers.n),
        "e": _letters(numbers.e),
    }


def _letters(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8)).rstrip(b"=").decode("ascii")
