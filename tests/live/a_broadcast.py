"""A school with a broadcast in the data folder of the environment, driven line by line.

Each line of the input is JSON, a deed and its words; each line of the output is what came of it. The deeds are what the
desk does, and `show`, what it sees.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django was set up just above
from django.core.management import call_command  # noqa: E402 -- Django was set up just above
from django.db import connections  # noqa: E402 -- Django was set up just above
from django.test import Client  # noqa: E402 -- Django was set up just above
from django.utils import timezone  # noqa: E402 -- Django was set up just above
from tests.live.factories import ChannelFactory  # noqa: E402 -- Django was set up just above
from tests.people.factories import UserFactory, grant  # noqa: E402 -- Django was set up just above
from tests.programme.factories import LessonFactory  # noqa: E402 -- Django was set up just above

from nastavnik.core.sealing import seal  # noqa: E402 -- Django was set up just above
from nastavnik.live.models import Broadcast, DeskNote, Part, Relay, Room, Sender  # noqa: E402 -- Django was set up just above
from nastavnik.live.services import broadcasts, keys  # noqa: E402 -- Django was set up just above
from nastavnik.people.enums import Role  # noqa: E402 -- Django was set up just above
from nastavnik.people.permissions import SYSTEM  # noqa: E402 -- Django was set up just above
from nastavnik.programme.permissions import place_of  # noqa: E402 -- Django was set up just above
from nastavnik.video.selectors.media import signed_media  # noqa: E402 -- Django was set up just above


def migrate() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    connections.close_all()  # the last one brings everything into the one file
    return {}


def make() -> dict[str, Any]:
    lesson = LessonFactory(announced=True, starts_at=timezone.now() - timedelta(minutes=1))
    broadcast = broadcasts.plan_broadcast(actor=SYSTEM, lesson_id=lesson.pk, now=timezone.now())
    return {"token": broadcast.token, "lesson": lesson.slug, **key("OBS")}


def watch() -> dict[str, Any]:
    video = Broadcast.objects.get().video
    assert video is not None
    return {"address": signed_media(video, timezone.now()).base_url}


def key(label: str) -> dict[str, Any]:
    broadcast = Broadcast.objects.get()
    row, secret = keys.make_key(actor=SYSTEM, broadcast_id=broadcast.pk, label=label, now=timezone.now())
    return {"key": secret, "key_token": row.token}


def live() -> dict[str, Any]:
    broadcast = broadcasts.go_live(actor=SYSTEM, broadcast_id=Broadcast.objects.get().pk, now=timezone.now())
    assert broadcast.video is not None
    return {"folder": f"{broadcast.video.token}/{broadcast.video.build}"}


def end() -> dict[str, Any]:
    broadcasts.end_broadcast(actor=SYSTEM, broadcast_id=Broadcast.objects.get().pk, now=timezone.now())
    return {}


def hand_over(token: str) -> dict[str, Any]:
    broadcast = Broadcast.objects.get()
    broadcasts.hand_over(actor=SYSTEM, broadcast_id=broadcast.pk, sender_token=token, now=timezone.now())
    return {}


def revoke(token: str) -> dict[str, Any]:
    keys.revoke_key(actor=SYSTEM, key_token=token, now=timezone.now())
    return {}


def relay(address: str, secret: str) -> dict[str, Any]:
    broadcast = Broadcast.objects.get()
    channel = ChannelFactory(
        school=broadcast.school, address=address, sealed_key=seal(secret, purpose="live.channel-key")
    )
    Relay.objects.create(broadcast=broadcast, channel=channel)
    return {"channel": channel.token}


def without_lower() -> dict[str, Any]:
    Broadcast.objects.update(wants_lower_quality=False)
    return {}


def enter() -> dict[str, Any]:
    """Sign a methodist in; open the room to guests."""
    broadcast = Broadcast.objects.select_related("school").get()
    user = UserFactory()
    grant(user, Role.METHODIST, place_of(broadcast.school))
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    room, _is_new = Room.objects.get_or_create(broadcast=broadcast)
    name = settings.SESSION_COOKIE_NAME
    return {"cookie": f"{name}={client.cookies[name].value}", "room": room.token}


def show() -> dict[str, Any]:
    broadcast = Broadcast.objects.select_related("video").get()
    return {
        "state": broadcast.state,
        "because": broadcast.ended_because,
        "finished": broadcast.finished_at is not None,
        "health": broadcast.health,
        "senders": list(Sender.objects.order_by("pk").values("token", "label", "kind", "state", "facts")),
        "parts": list(Part.objects.order_by("number").values("number", "offset_seconds", "duration_seconds")),
        "relays": list(Relay.objects.order_by("pk").values("state", "why", "tries", "sent_seconds")),
        "notes": [f"{note.code} {note.details}" for note in DeskNote.objects.order_by("pk")],
        "video": {"state": broadcast.video.state, "seconds": broadcast.video.duration_seconds}
        if broadcast.video
        else None,
    }


DEEDS = {
    deed.__name__: deed
    for deed in (migrate, make, watch, key, live, end, enter, hand_over, revoke, relay, without_lower, show)
}

if __name__ == "__main__":
    for line in sys.stdin:
        deed, *words = json.loads(line)
        print(json.dumps(DEEDS[deed](*words), default=str), flush=True)  # noqa: T201 -- the answer
