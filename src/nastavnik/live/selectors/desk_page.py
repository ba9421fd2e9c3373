"""The page of a broadcast's desk, and the pages that hang on it: keys, settings, a relay's key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from nastavnik.live.ingest.targets import DEFAULT_PORTS
from nastavnik.live.models import Broadcast, Channel, Relay, StreamKey
from nastavnik.live.selectors.desk import broadcast_at_desk, broadcast_to_run
from nastavnik.live.selectors.desk_check import CheckPage, check_of
from nastavnik.live.selectors.desk_live import Live, live_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import School

SEND_PATH = "/live/send/{token}/"


@dataclass(frozen=True, slots=True)
class BroadcastDesk:
    """The page of a broadcast's desk."""

    live: Live
    check: CheckPage
    title: str
    starts_at: datetime | None
    # nobody finds a lesson that is not announced, so it cannot go on air
    is_announced: bool
    lesson_uid: str
    # where this browser sends to, and how the desk calls it
    send_path: str
    sender_label: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A stream key, without the key."""

    token: str
    label: str
    created_at: datetime
    used_at: datetime | None
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class KeysPage:
    """The stream keys of a broadcast and what OBS is told besides."""

    token: str
    title: str
    is_over: bool
    # nothing where this school takes no RTMP
    server: str
    keys: list[KeyRow]


@dataclass(frozen=True, slots=True)
class RelayPage:
    """A channel as one broadcast uses it."""

    token: str
    title: str
    channel_token: str
    channel_title: str
    has_key: bool
    typed: dict[str, Any]


def broadcast_desk(actor: Actor, school: School, token: str, now: datetime) -> BroadcastDesk:
    """Return the page of a broadcast's desk. Raises `Broadcast.DoesNotExist`."""
    broadcast = broadcast_at_desk(actor, school, token)
    lesson = broadcast.lesson
    return BroadcastDesk(
        live=live_of(actor, broadcast, now),
        check=check_of(broadcast, now),
        title=lesson.title,
        starts_at=lesson.starts_at,
        is_announced=lesson.state == LessonState.ANNOUNCED,
        lesson_uid=lesson.uid,
        send_path=SEND_PATH.format(token=broadcast.token),
        sender_label=str(actor),
    )


def keys_page(actor: Actor, school: School, token: str) -> KeysPage:
    """Return the keys of a broadcast, the newest first. Raises as `broadcast_to_run`."""
    broadcast = broadcast_to_run(actor, school, token)
    keys = StreamKey.objects.filter(broadcast=broadcast).order_by("-created_at", "-pk")
    return KeysPage(
        token=broadcast.token,
        title=broadcast.lesson.title,
        is_over=broadcast.is_over,
        server=rtmp_server(school),
        keys=[KeyRow(key.token, key.label, key.created_at, key.used_at, key.revoked_at is not None) for key in keys],
    )


def key_of(broadcast: Broadcast, token: str) -> StreamKey:
    """Return a key of `broadcast`. Raises `StreamKey.DoesNotExist`."""
    return StreamKey.objects.get(broadcast=broadcast, token=token)


def rtmp_server(school: School) -> str:
    """Return the server address for OBS; nothing where RTMP is switched off."""
    if settings.RTMP_URL:
        return str(settings.RTMP_URL)
    if not settings.RTMP_PORT:
        return ""
    scheme = "rtmps" if settings.RTMP_CERTIFICATE else "rtmp"
    port = "" if DEFAULT_PORTS[scheme] == settings.RTMP_PORT else f":{settings.RTMP_PORT}"
    return f"{scheme}://{urlsplit(school.base_url).hostname}{port}/live"


def relay_page(actor: Actor, school: School, token: str, channel_token: str) -> RelayPage:
    """Return a channel as a broadcast uses it. Raises as `broadcast_to_run`, or `Channel.DoesNotExist`."""
    broadcast = broadcast_to_run(actor, school, token)
    channel = Channel.objects.get(school=school, token=channel_token)
    relay = Relay.objects.filter(broadcast=broadcast, channel=channel).first()
    return RelayPage(
        token=broadcast.token,
        title=broadcast.lesson.title,
        channel_token=channel.token,
        channel_title=channel.title,
        has_key=bool(relay and relay.sealed_key) or bool(channel.sealed_key),
        typed={"page_url": relay.page_url if relay else ""},
    )


def settings_typed(broadcast: Broadcast) -> dict[str, Any]:
    """Return a broadcast's settings as their form holds them."""
    names = ("access", "is_low_latency", "wants_lower_quality", "abandon_minutes")
    return {name: getattr(broadcast, name) for name in names}
