"""The keys with which the school signs what it says to platforms: made, told a day before use, replaced each quarter."""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import transaction

from nastavnik.core.ids import new_token
from nastavnik.core.sealing import Unsealable, seal, unseal
from nastavnik.learning.lti.tokens import public_words, sign
from nastavnik.learning.models import LtiKey

PURPOSE = "learning.lti-key"
KEY_BITS = 2048
NEW_AFTER = timedelta(days=90)
# so long before it signs, a key is told: platforms remember our set of keys for hours
TOLD_BEFORE = timedelta(days=1)
# so long after the next one came, an old key is still told
TOLD_AFTER = timedelta(days=7)


@transaction.atomic
def keep_keys(*, now: datetime) -> None:
    """Make a key where there is none or the newest is old, and forget those that nobody needs. Safe to repeat."""
    newest = LtiKey.objects.select_for_update().order_by("-made_at", "-pk").first()
    if newest is None or newest.made_at <= now - NEW_AFTER or _opened(newest) is None:
        newest = _make(now)
    if newest.made_at <= now - TOLD_AFTER:
        LtiKey.objects.exclude(pk=newest.pk).delete()


def replace_old_key(*, now: datetime) -> None:
    """Keep the keys of a school that has any; one that was never connected with a platform needs none."""
    if LtiKey.objects.exists():
        keep_keys(now=now)


def _make(now: datetime) -> LtiKey:
    key, kid = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS), new_token(16)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")
    return LtiKey.objects.create(
        kid=kid,
        sealed_key=seal(pem, purpose=PURPOSE),
        public=public_words(key.public_key(), kid),
        made_at=now,
    )


def signed(claims: dict[str, object], *, now: datetime) -> str:
    """Return claims signed by the school, which makes itself a key where it has none that it can open."""
    if not (keys := _opened_keys()):
        keep_keys(now=now)
        keys = _opened_keys()
    known = (pair for pair in keys if pair[0].made_at <= now - TOLD_BEFORE)
    key, pem = next(known, keys[-1])
    return sign(claims, key=pem, kid=key.kid, now=now.timestamp())


def _opened_keys() -> list[tuple[LtiKey, str]]:
    """Return the keys, the newest first."""
    return [(key, pem) for key in LtiKey.objects.order_by("-made_at", "-pk") if (pem := _opened(key))]


def _opened(key: LtiKey) -> str | None:
    """Return the private half; None when it was sealed under another SECRET_KEY."""
    try:
        return unseal(key.sealed_key, purpose=PURPOSE)
    except Unsealable:
        return None
