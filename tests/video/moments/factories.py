"""Minimal valid rows of moments and their lists."""

import factory
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory
from tests.video.factories import VideoFactory
from tests.video.words.factories import NOON

from nastavnik.video.models import Moment, MomentList


class MomentListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MomentList

    school = factory.SubFactory(SchoolFactory)
    owner = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Список {n}")
    created_at = NOON
    changed_at = NOON


class MomentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Moment

    video = factory.SubFactory(VideoFactory, ready=True)
    position = factory.Sequence(int)
    seconds = 1.0
    end_seconds = 9.0
    language = factory.LazyAttribute(lambda moment: "ru" if moment.quote else "")
    quote = ""
    source_mark = factory.SelfAttribute("video.source_mark")
    created_at = NOON
    checked_at = NOON
