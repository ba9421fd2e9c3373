"""Minimal valid rows of rooms; a room is open (its broadcast on air) unless another broadcast is given."""

import factory
from django.utils import timezone
from tests.live.factories import BroadcastFactory

from nastavnik.live.models import ChatMessage, LiveQuestion, Poll, PollOption, Room, RoomMember


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    broadcast = factory.SubFactory(BroadcastFactory, live=True)
    created_at = factory.LazyFunction(timezone.now)


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoomMember

    room = factory.SubFactory(RoomFactory)
    name = factory.Sequence(lambda n: f"Ольга Лесная {n}")
    place = "№ 3 · Отрадненская библиотека"
    came_at = factory.LazyFunction(timezone.now)


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChatMessage

    member = factory.SubFactory(MemberFactory, room=factory.SelfAttribute("..room"))
    room = factory.SubFactory(RoomFactory)
    text = factory.Sequence(lambda n: f"Здравствуйте, коллеги! {n}")
    at = factory.LazyFunction(timezone.now)


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LiveQuestion

    member = factory.SubFactory(MemberFactory, room=factory.SelfAttribute("..room"))
    room = factory.SubFactory(RoomFactory)
    text = factory.Sequence(lambda n: f"Как вы ведёте блог библиотеки? {n}")
    at = factory.LazyFunction(timezone.now)


class PollFactory(factory.django.DjangoModelFactory):
    """A prepared poll with three answers."""

    class Meta:
        model = Poll
        skip_postgeneration_save = True

    room = factory.SubFactory(RoomFactory)
    title = "Что вы ведёте?"
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def options(self, create, extracted, **_kwargs):
        titles = extracted or ("Блог", "Канал", "Подкаст")
        PollOption.objects.bulk_create(
            PollOption(poll=self, position=position, title=title) for position, title in enumerate(titles, start=1)
        )
