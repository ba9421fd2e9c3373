"""Broadcasts, and what the log of their desks says."""

from datetime import timedelta

import pytest
from tests.live.factories import (
    BroadcastFactory,
)
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.live.enums import BroadcastState
from nastavnik.live.models import Broadcast, DeskNote, Sender
from nastavnik.live.services import air

SECOND = timedelta(seconds=1)


def put_on_air(broadcast, now):
    video = VideoFactory(lesson=broadcast.lesson)
    changes = {"state": BroadcastState.LIVE, "live_at": now - timedelta(minutes=10), "video": video}
    Broadcast.objects.filter(pk=broadcast.pk).update(**changes)
    broadcast.refresh_from_db()
    return broadcast


def another(school, *, starts_at=None, **fields):
    times = {} if starts_at is None else {"starts_at": starts_at}
    lesson = LessonFactory(announced=True, cycle__programme__school=school, **times)
    return BroadcastFactory(lesson=lesson, **fields)


def notes() -> list[tuple[str, dict]]:
    return list(DeskNote.objects.order_by("pk").values_list("code", "details"))


def forget_orphaned(node, now, ours=()):
    air.forget_orphaned_senders(node_id=node.pk, ours=list(ours), now=now)
    return Sender.objects.get().state


def refusal(key, now, peer="198.51.100.7"):
    with pytest.raises(air.KeyRefused) as caught:
        air.admit_key(key=key, peer=peer, now=now)
    return caught.value.code
