"""What a server in front of ours is told: a key that opens a broadcast may send, nothing else may happen."""

import json
from ipaddress import ip_network

import pytest
from django.utils import timezone
from tests.live.factories import SenderFactory
from tests.programme.factories import SchoolFactory

from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, SenderState
from nastavnik.live.models import DeskNote, Sender, StreamKey
from nastavnik.programme.models import School
from nastavnik.programme.selectors import forget_schools

ADDRESS = "/live/hooks/publish/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def ask(client, db):
    """Ask as nginx-rtmp does."""

    def call(key, *, caller="127.0.0.1", **changes):
        form = {"app": "live", "call": "publish", "name": key, "addr": "198.51.100.7", "type": "live"}
        return client.post(ADDRESS, form | changes, REMOTE_ADDR=caller).status_code

    return call


@pytest.fixture
def ask_as_mediamtx(client, db):
    def call(key, **changes):
        said = {"action": "publish", "path": f"live/{key}", "ip": "198.51.100.7", "user": "", "protocol": "rtmp"}
        return client.post(ADDRESS, json.dumps(said | changes), content_type="application/json").status_code

    return call


def told() -> list[tuple[str, dict]]:
    return list(DeskNote.objects.order_by("pk").values_list("code", "details"))


def test_key_of_a_broadcast_may_send_and_nothing_is_written(ask, stream_key):
    assert ask(stream_key) == 204

    assert told() == []
    assert not Sender.objects.exists()
    assert StreamKey.objects.get().used_at is None


def test_wrong_key_may_not_send_and_the_desk_is_told_who_came(ask, stream_key):
    assert ask("of-nobody") == 403

    assert told() == [(NoteCode.WRONG_KEY, {"peer": "198.51.100.7"})]


def test_withdrawn_key_may_not_send(ask, stream_key, now):
    StreamKey.objects.update(revoked_at=now)

    assert ask(stream_key) == 403
    assert [code for code, _details in told()] == [NoteCode.KEY_REVOKED]


def test_key_in_use_may_not_send_twice(ask, stream_key, broadcast):
    SenderFactory(broadcast=broadcast, key=StreamKey.objects.get(), state=SenderState.ON_AIR)

    assert ask(stream_key) == 403
    assert [code for code, _details in told()] == [NoteCode.SECOND_PUBLISHER]


def test_key_of_a_broadcast_that_is_over_may_not_send(ask, stream_key, broadcast, now):
    end(broadcast, now)

    assert ask(stream_key) == 403
    assert [code for code, _details in told()] == [NoteCode.NOT_YET]


def end(broadcast, now) -> None:
    broadcast.state, broadcast.live_at, broadcast.ended_at = BroadcastState.ENDED, now, now
    broadcast.ended_because = EndReason.DESK
    broadcast.save()


def test_sender_goes_on_sending_until_the_broadcast_is_over(ask, stream_key, broadcast, now):
    SenderFactory(broadcast=broadcast, key=StreamKey.objects.get(), state=SenderState.ON_AIR)
    assert ask(stream_key, call="update_publish") == 204

    end(broadcast, now)

    assert ask(stream_key, call="update_publish") == 403
    assert told() == []


def test_sender_whose_key_is_withdrawn_is_sent_away(ask, stream_key, now):
    StreamKey.objects.update(revoked_at=now)

    assert ask(stream_key, call="update_publish") == 403
    assert ask("of-nobody", call="update_publish") == 403
    assert told() == []


@pytest.mark.parametrize("changes", [{"call": "play"}, {"call": "update_play"}, {"call": ""}, {"name": ""}])
def test_nothing_but_sending_is_allowed_to_nginx(ask, stream_key, changes):
    assert ask(stream_key, **changes) == 400
    assert told() == []


def test_mediamtx_may_take_in_what_has_a_key(ask_as_mediamtx, stream_key):
    assert ask_as_mediamtx(stream_key) == 204
    assert ask_as_mediamtx(stream_key, path=stream_key) == 204
    assert ask_as_mediamtx("of-nobody") == 403

    assert told() == [(NoteCode.WRONG_KEY, {"peer": "198.51.100.7"})]


@pytest.mark.parametrize(
    "changes", [{"action": "read"}, {"action": "playback"}, {"action": "api"}, {"action": None}, {"path": "live/"}]
)
def test_nothing_but_sending_is_allowed_to_mediamtx(ask_as_mediamtx, stream_key, changes):
    assert ask_as_mediamtx(stream_key, **changes) == 400
    assert told() == []


@pytest.mark.parametrize("body", ["", "{", "[]", '"publish"', "null"])
def test_json_that_says_nothing_is_refused(client, db, body):
    assert client.post(ADDRESS, body, content_type="application/json").status_code == 400


def test_long_words_are_not_read(client, stream_key):
    said = json.dumps({"action": "publish", "path": stream_key, "user": "x" * 20_000})

    assert client.post(ADDRESS, said, content_type="application/json").status_code == 400


def test_looking_is_no_asking(client, db):
    assert client.get(ADDRESS).status_code == 405


def test_server_asks_by_an_address_that_belongs_to_no_school(ask, stream_key, school):
    SchoolFactory(host="north.example.ru")
    School.objects.filter(pk=school.pk).update(host="school.example.ru", path="")
    forget_schools()

    assert ask(stream_key) == 204


def test_stranger_cannot_say_that_another_address_guesses(ask, stream_key):
    ask("of-nobody", caller="203.0.113.9")

    assert told() == [(NoteCode.WRONG_KEY, {"peer": "203.0.113.9"})]


def test_proxy_of_ours_is_believed(ask, stream_key, settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]

    ask("of-nobody", caller="10.0.0.4")

    assert told() == [(NoteCode.WRONG_KEY, {"peer": "198.51.100.7"})]


def test_what_is_no_address_comes_into_no_log(ask, stream_key):
    ask("of-nobody", addr="call +7 999 and read out your key")

    assert told() == [(NoteCode.WRONG_KEY, {"peer": "127.0.0.1"})]


def test_guessing_closes_the_door_to_the_address_alone(ask, stream_key):
    for number in range(10):
        assert ask(f"guess-{number}") == 403

    assert ask(stream_key) == 403
    assert ask(stream_key, addr="198.51.100.8") == 204


def test_asking_on_is_no_way_to_guess(ask, stream_key):
    for number in range(10):
        ask(f"guess-{number}", call="update_publish")

    assert ask(stream_key, call="update_publish") == 403


def test_household_counts_as_one_guesser(ask, stream_key):
    for number in range(10):
        ask("of-nobody", addr=f"2001:db8::{number:x}")

    assert ask(stream_key, addr="2001:db8::ffff") == 403


def test_key_comes_into_no_log(ask, stream_key, caplog, capfd):
    caplog.set_level("DEBUG")

    ask(stream_key)
    ask("of-nobody-at-all")

    spoken = caplog.text + "".join(capfd.readouterr())
    assert stream_key not in spoken
    assert "of-nobody-at-all" not in spoken
