"""What a node and a sending browser say to each other."""

import json

import pytest
from django.core import signing

from nastavnik.live.ingest.words import (
    BUSY,
    CROWDED,
    MOST_CHUNK_BYTES,
    OVER,
    STOPPED,
    TICKET_SECONDS,
    UNUSABLE,
    Ack,
    Ready,
    Refused,
    State,
    Ticket,
    is_bye,
    numbered,
    read_ticket,
    refusal_text,
    signed,
    written,
)

TICKET = Ticket(7, 3, "Камера", "3-abcdefgh", "video/webm;codecs=h264,opus", "number")


def test_ticket_comes_back_as_it_was_signed():
    assert read_ticket(signed(TICKET)) == TICKET


@pytest.mark.parametrize("text", ["", "nonsense", "a:b:c"])
def test_ticket_of_somebody_else_is_refused(text):
    with pytest.raises(signing.BadSignature):
        read_ticket(text)


def test_ticket_that_was_changed_is_refused():
    text = signed(TICKET)

    with pytest.raises(signing.BadSignature):
        read_ticket(text[:-1] + ("A" if text[-1] != "A" else "B"))


def test_ticket_signed_for_something_else_is_refused():
    with pytest.raises(signing.BadSignature):
        read_ticket(signing.dumps({"broadcast_id": 7}, salt="another"))


def test_ticket_is_too_old_after_a_minute(monkeypatch):
    text = signed(TICKET)
    clock = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: clock + TICKET_SECONDS + 1)

    with pytest.raises(signing.SignatureExpired):
        read_ticket(text)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (Ready(3, "s", "waiting", is_live=False), {"type": "ready", "next": 3, "sender": "s", "state": "waiting"}),
        (Ack(4), {"type": "ack", "next": 4}),
        (State("on_air", is_live=True), {"type": "state", "state": "on_air", "is_live": True}),
        (Refused("over", "Эфир окончен."), {"type": "refused", "code": "over", "text": "Эфир окончен."}),
    ],
)
def test_message_is_written_with_its_type(message, said):
    assert said.items() <= json.loads(written(message)).items()


def test_chunk_has_its_number_before_it():
    assert numbered(b"\x00\x00\x01\x02picture") == (258, b"picture")


@pytest.mark.parametrize("message", [b"", b"\x00\x00\x00\x01", bytes(MOST_CHUNK_BYTES + 1)])
def test_chunk_that_is_empty_or_too_large_is_refused(message):
    with pytest.raises(ValueError, match="a piece"):
        numbered(message)


@pytest.mark.parametrize(
    ("message", "is_one"),
    [('{"type": "bye"}', True), ('{"type": "hello"}', False), ("[]", False), ('"bye"', False), ("{", False)],
)
def test_bye_is_heard(message, is_one):
    assert is_bye(message) is is_one


def test_every_refusal_has_a_sentence_of_its_own_in_russian():
    said = {refusal_text(code) for code in (OVER, STOPPED, UNUSABLE, BUSY, CROWDED)}

    assert len(said) == 5
    assert all(text.endswith(".") and {"а", "е", "о"} <= set(text) for text in said)
