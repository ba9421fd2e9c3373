"""Minimal valid rows of what is in answers, and of public answers."""

import factory
from django.utils import timezone
from tests.mentoring.factories import ConsultationFactory, RecommendationFactory
from tests.programme.factories import HandoutFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import (
    PublicAnswer,
    PublicHandout,
    PublicMoment,
    RecommendedHandout,
    RecommendedMoment,
)


class RecommendedMomentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecommendedMoment

    recommendation = factory.SubFactory(RecommendationFactory)
    moment = factory.SubFactory(MomentFactory, made_by=factory.SelfAttribute("..recommendation.mentor"))
    position = factory.Sequence(int)


class RecommendedHandoutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecommendedHandout

    recommendation = factory.SubFactory(RecommendationFactory)
    handout = factory.SubFactory(HandoutFactory)
    position = factory.Sequence(int)


class PublicAnswerFactory(factory.django.DjangoModelFactory):
    """One that is prepared; `public=True`: everybody reads it."""

    class Meta:
        model = PublicAnswer

    class Params:
        public = factory.Trait(state=PublicState.PUBLIC, published_at=factory.LazyFunction(timezone.now))
        asked = factory.Trait(state=PublicState.ASKED, needs_consent=True)

    consultation = factory.SubFactory(ConsultationFactory, answered=True)
    school = factory.SelfAttribute("consultation.school")
    title = factory.Sequence(lambda n: f"Как собрать подростков {n}")
    question = "С чего начать проект для подростков?"
    answer = "Начните с **проблемы**."
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class PublicMomentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicMoment

    answer = factory.SubFactory(PublicAnswerFactory)
    moment = factory.SubFactory(MomentFactory)
    position = factory.Sequence(int)


class PublicHandoutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicHandout

    answer = factory.SubFactory(PublicAnswerFactory)
    handout = factory.SubFactory(HandoutFactory)
    position = factory.Sequence(int)
