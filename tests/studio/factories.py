"""Minimal valid rows of topics and of production."""

import factory
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.core.text import search_key
from nastavnik.studio.enums import EvidenceKind
from nastavnik.studio.models import ProductionCard, Shot, ShownPerson, Topic, TopicEvidence


class TopicFactory(factory.django.DjangoModelFactory):
    """A topic that is open for votes."""

    class Meta:
        model = Topic

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Буктрейлер за вечер {n}")
    title_key = factory.LazyAttribute(lambda row: search_key(row.title))
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.SelfAttribute("created_at")


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A text that was looked for in vain."""

    class Meta:
        model = TopicEvidence

    topic = factory.SubFactory(TopicFactory)
    school = factory.SelfAttribute("topic.school")
    kind = EvidenceKind.SEARCH
    key = factory.LazyAttribute(lambda row: f"search:{row.text}")
    text = factory.Sequence(lambda n: f"буктрейлер {n}")
    first_on = factory.LazyFunction(timezone.localdate)
    last_on = factory.SelfAttribute("first_on")


class CardFactory(factory.django.DjangoModelFactory):
    """A card that was just begun, made by nobody yet."""

    class Meta:
        model = ProductionCard

    school = factory.SubFactory(SchoolFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Буктрейлер за вечер {n}")
    title_key = factory.LazyAttribute(lambda row: search_key(row.title))
    position = 1
    created_at = factory.LazyFunction(timezone.now)
    moved_at = factory.SelfAttribute("created_at")


class ShotFactory(factory.django.DjangoModelFactory):
    """A shot without a picture."""

    class Meta:
        model = Shot

    card = factory.SubFactory(CardFactory)
    position = factory.Sequence(lambda n: n + 1)
    what = "Руки листают книгу"


class ShownPersonFactory(factory.django.DjangoModelFactory):
    """Somebody who is shown and was not asked yet."""

    class Meta:
        model = ShownPerson

    card = factory.SubFactory(CardFactory)
    name = factory.Sequence(lambda n: f"Ирина Орлова {n}")
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(timezone.now)
