"""The keys with which the school signs: told before they sign, replaced, sealed."""

from datetime import timedelta

import pytest

from nastavnik.learning.models import LtiKey
from nastavnik.learning.services.lti import keys

pytestmark = pytest.mark.django_db


def test_keys_are_told_a_day_before_they_sign(db, now):
    keys.keep_keys(now=now)
    later = now + keys.NEW_AFTER
    keys.keep_keys(now=later)
    old, new = LtiKey.objects.order_by("made_at")

    def kid_at(moment):
        import jwt  # noqa: PLC0415 -- only to look into the head

        return jwt.get_unverified_header(keys.signed({}, now=moment))["kid"]

    assert kid_at(now) == old.kid
    assert kid_at(later) == old.kid
    assert kid_at(later + keys.TOLD_BEFORE) == new.kid
    keys.keep_keys(now=later + keys.TOLD_AFTER - timedelta(hours=1))
    assert LtiKey.objects.count() == 2
    keys.keep_keys(now=later + keys.TOLD_AFTER)
    assert [one.kid for one in LtiKey.objects.all()] == [new.kid]


def test_key_sealed_under_another_secret_is_replaced(db, now, settings):
    keys.keep_keys(now=now)
    [old] = LtiKey.objects.all()
    settings.SECRET_KEY = "another secret of the installation"

    keys.signed({}, now=now)

    assert LtiKey.objects.exclude(pk=old.pk).count() == 1


def test_school_without_platforms_makes_no_keys(db, now):
    keys.replace_old_key(now=now)

    assert not LtiKey.objects.exists()


def test_private_key_lies_sealed(connected):
    key = LtiKey.objects.get()

    assert "PRIVATE" not in key.sealed_key
    assert set(key.public) == {"kty", "use", "alg", "kid", "n", "e"}
