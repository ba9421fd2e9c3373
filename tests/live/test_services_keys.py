"""Stream keys: shown once, withdrawn at will."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory, StreamKeyFactory

from nastavnik.core.journal import history_of
from nastavnik.core.sealing import digest, unseal
from nastavnik.live.models import StreamKey
from nastavnik.live.services.broadcasts import AlreadyOver
from nastavnik.live.services.keys import MOST_KEYS, PURPOSE, TooManyKeys, make_key, revoke_key
from nastavnik.people.permissions import SYSTEM


def test_make_key_keeps_nothing_that_could_be_read(broadcast, methodist, now):
    row, key = make_key(actor=methodist, broadcast_id=broadcast.pk, label="Зал", now=now)

    kept = StreamKey.objects.values().get(pk=row.pk)
    assert len(key) >= 32
    assert all(key not in str(value) for value in kept.values())
    assert kept["digest"] == digest(key, purpose=PURPOSE)
    assert unseal(kept["sealed"], purpose=PURPOSE) == key
    assert (kept["label"], kept["created_by_id"]) == ("Зал", methodist.pk)


def test_make_key_is_journalled_without_the_key(broadcast, methodist, now):
    _row, key = make_key(actor=methodist, broadcast_id=broadcast.pk, label="Зал", now=now)

    (entry,) = history_of(broadcast)
    assert (entry.verb, entry.details) == ("stream key made", {"label": "Зал"})
    assert key not in str(entry.details)


def test_make_key_by_the_school_itself_has_no_author(broadcast, now):
    row, _key = make_key(actor=SYSTEM, broadcast_id=broadcast.pk, label="Зал", now=now)

    assert row.created_by is None


def test_make_key_makes_no_more_than_anybody_needs(broadcast, methodist, now):
    withdrawn = StreamKeyFactory(broadcast=broadcast, revoked_at=now)
    for _number in range(MOST_KEYS):
        make_key(actor=methodist, broadcast_id=broadcast.pk, label="Зал", now=now)

    with pytest.raises(TooManyKeys):
        make_key(actor=methodist, broadcast_id=broadcast.pk, label="Зал", now=now)

    assert StreamKey.objects.exclude(pk=withdrawn.pk).count() == MOST_KEYS


def test_make_key_is_refused_when_it_is_over(lesson, methodist, now):
    with pytest.raises(AlreadyOver):
        make_key(actor=methodist, broadcast_id=BroadcastFactory(lesson=lesson, ended=True).pk, label="Зал", now=now)


@pytest.mark.parametrize("role", ["director", "learner", "outsider"])
def test_keys_are_for_methodists_alone(role, broadcast, now, request):
    actor, key = request.getfixturevalue(role), StreamKeyFactory(broadcast=broadcast)

    with pytest.raises(PermissionDenied):
        make_key(actor=actor, broadcast_id=broadcast.pk, label="Зал", now=now)
    with pytest.raises(PermissionDenied):
        revoke_key(actor=actor, key_token=key.token, now=now)

    assert StreamKey.objects.get().revoked_at is None


def test_revoke_key_withdraws_it_once(broadcast, methodist, now):
    key = StreamKeyFactory(broadcast=broadcast, label="Зал")

    revoke_key(actor=methodist, key_token=key.token, now=now)
    revoke_key(actor=methodist, key_token=key.token, now=now + timedelta(minutes=1))

    key.refresh_from_db()
    assert key.revoked_at == now
    (entry,) = history_of(broadcast)
    assert (entry.verb, entry.details) == ("stream key withdrawn", {"label": "Зал"})
