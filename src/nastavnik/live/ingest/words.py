"""What a node and a sending browser say to each other; `frontend/islands/broadcast/sender.ts` speaks it too.

Up come pieces of what the recorder gives, each with its number (four bytes, big-endian, from 0 in each session), and
`{"type": "bye"}` when the sender stops on purpose. Down go the messages below. A session lives through many
connections: after each the node says from which piece on to send.
"""

import json
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext, override

NUMBER_BYTES = 4
MOST_CHUNK_BYTES = 8 * 2**20
BYE = "bye"
SALT = "live.send"
# between the browser's request and the node's answer
TICKET_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may send what to which broadcast: signed by the web process that asked for her rights."""

    broadcast_id: int
    user_id: int
    label: str
    # of one recorder in one browser, chosen there
    session: str
    # what the recorder makes, in its own words: `video/webm;codecs=h264,opus`
    mime: str
    # never twice the same: a ticket opens one connection
    number: str


def signed(ticket: Ticket) -> str:
    """Return the ticket in a form that goes into an address."""
    return signing.dumps(asdict(ticket), salt=SALT, compress=True)


def read_ticket(text: str) -> Ticket:
    """Return the ticket. Raises `signing.BadSignature` when it is not ours or too old."""
    return Ticket(**signing.loads(text, salt=SALT, max_age=TICKET_SECONDS))


@dataclass(frozen=True, slots=True)
class Ready:
    """Send from this piece on."""

    next: int
    sender: str
    state: str
    is_live: bool
    type: str = field(default="ready", init=False)


@dataclass(frozen=True, slots=True)
class Ack:
    """All pieces below `next` lie on the disk."""

    next: int
    type: str = field(default="ack", init=False)


@dataclass(frozen=True, slots=True)
class State:
    """What the signal is used for now."""

    state: str
    is_live: bool
    type: str = field(default="state", init=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing more is taken from this session; `text` is a sentence for people."""

    code: str
    text: str
    type: str = field(default="refused", init=False)


OVER, STOPPED, UNUSABLE, BUSY, CROWDED = "over", "stopped", "unusable", "busy", "crowded"


def refusal_text(code: str) -> str:
    """Return what a page says when its signal is refused; any other word is a codec that cannot be shown."""
    with override(settings.LANGUAGE_CODE):
        match code:
            case "over":
                return gettext("This broadcast is over. Its recording is at the lesson’s address.")
            case "stopped":
                return gettext("Your signal is not taken any more: another page or the desk ended it.")
            case "busy":
                return gettext("The school takes in as many broadcasts as it can. Wait until another one is over.")
            case "crowded":
                return gettext("As many people send to this broadcast as it takes. One of them must stop first.")
        return gettext("This browser sends a picture that others cannot play. Use Yandex Browser or Chrome.")


Down = Ready | Ack | State | Refused


def written(message: Down) -> str:
    """Return a message as it goes down the line."""
    return json.dumps(asdict(message), ensure_ascii=False)


def numbered(message: bytes) -> tuple[int, bytes]:
    """Return the number and the bytes of a piece. Raises `ValueError`."""
    if not NUMBER_BYTES < len(message) <= MOST_CHUNK_BYTES:
        raise ValueError("a piece has a number and something behind it")
    return int.from_bytes(message[:NUMBER_BYTES], "big"), message[NUMBER_BYTES:]


def is_bye(message: str) -> bool:
    """Tell whether the sender stops on purpose."""
    try:
        said = json.loads(message)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("type") == BYE
