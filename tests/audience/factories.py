"""Minimal valid rows of the audience."""

import factory
from django.utils import timezone
from tests.programme.factories import LessonFactory, SchoolFactory

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind
from nastavnik.audience.models import CountedChannel, Placement, ViewCount


class CountedChannelFactory(factory.django.DjangoModelFactory):
    """A channel at VK whose numbers come in by hand."""

    class Meta:
        model = CountedChannel

    school = factory.SubFactory(SchoolFactory)
    kind = PlaceKind.VK
    title = factory.Sequence(lambda n: f"VK Видео {n}")
    metrics = factory.LazyFunction(lambda: [Metric.TOTAL_VIEWS.value])


class PlacementFactory(factory.django.DjangoModelFactory):
    """A lesson at a channel of its school."""

    class Meta:
        model = Placement

    channel = factory.SubFactory(CountedChannelFactory)
    lesson = factory.SubFactory(
        LessonFactory, held=True, cycle__programme__school=factory.SelfAttribute("....channel.school")
    )
    outer_id = factory.Sequence(lambda n: f"-1_{n + 1}")
    url = factory.LazyAttribute(lambda row: f"https://vkvideo.ru/video{row.outer_id}")


class ViewCountFactory(factory.django.DjangoModelFactory):
    """A number of views in all, of a held lesson."""

    class Meta:
        model = ViewCount

    channel = factory.SubFactory(CountedChannelFactory)
    school = factory.SelfAttribute("channel.school")
    lesson = factory.SubFactory(
        LessonFactory, held=True, cycle__programme__school=factory.SelfAttribute("....channel.school")
    )
    metric = Metric.TOTAL_VIEWS
    value = 100
    as_of = factory.LazyFunction(timezone.now)
    method = CountMethod.HAND
    made_at = factory.LazyFunction(timezone.now)
