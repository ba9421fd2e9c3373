"""Minimal valid rows of live broadcasts: `BroadcastFactory(live=True)`, `(ended=True)` set a state."""

from datetime import timedelta

import factory
from django.utils import timezone
from tests.programme.factories import LessonFactory

from nastavnik.core.sealing import seal
from nastavnik.live.enums import BroadcastState, ChannelKind, EndReason, SenderKind, SenderState
from nastavnik.live.models import Broadcast, Channel, IngestNode, Part, Relay, Sender, StreamKey


class IngestNodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IngestNode

    name = factory.Sequence(lambda n: f"node-{n}")
    address = "ws://127.0.0.1:8765"
    started_at = factory.LazyFunction(timezone.now)
    beat_at = factory.LazyFunction(timezone.now)


class BroadcastFactory(factory.django.DjangoModelFactory):
    """Of an announced lesson; pass `lesson=` for another one."""

    class Meta:
        model = Broadcast

    class Params:
        live = factory.Trait(
            state=BroadcastState.LIVE,
            live_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=10)),
            health=factory.LazyFunction(lambda: {"pieces": 600}),
        )
        ended = factory.Trait(
            state=BroadcastState.ENDED,
            live_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=70)),
            ended_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=10)),
            finished_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=10)),
            ended_because=EndReason.DESK,
        )

    lesson = factory.SubFactory(LessonFactory, announced=True)
    school = factory.SelfAttribute("lesson.school")
    created_at = factory.LazyFunction(timezone.now)


class StreamKeyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StreamKey

    broadcast = factory.SubFactory(BroadcastFactory)
    label = factory.Sequence(lambda n: f"Ноутбук {n}")
    digest = factory.Sequence(lambda n: f"{n:064}")
    sealed = factory.LazyFunction(lambda: seal("stream-key", purpose="live.stream-key"))
    created_at = factory.LazyFunction(timezone.now)


class SenderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sender

    broadcast = factory.SubFactory(BroadcastFactory)
    kind = SenderKind.BROWSER
    label = factory.Sequence(lambda n: f"Камера {n}")
    state = SenderState.WAITING
    came_at = factory.LazyFunction(timezone.now)


class PartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Part

    broadcast = factory.SubFactory(BroadcastFactory, ended=True)
    number = factory.Sequence(lambda n: n + 1)
    started_at = factory.LazyAttribute(lambda part: part.broadcast.live_at)
    offset_seconds = 0.0
    duration_seconds = 600.0


class ChannelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Channel

    school = factory.SubFactory("tests.programme.factories.SchoolFactory")
    kind = ChannelKind.VK
    title = factory.Sequence(lambda n: f"ВКонтакте {n}")
    address = "rtmp://127.0.0.1:19350/live"
    sealed_key = factory.LazyFunction(lambda: seal("vk-key", purpose="live.channel-key"))


class RelayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Relay

    broadcast = factory.SubFactory(BroadcastFactory)
    channel = factory.SubFactory(ChannelFactory, school=factory.SelfAttribute("..broadcast.school"))
