"""Rows that the search reads: what is said and shown in a film, the glossary of a school."""

import factory
from django.utils import timezone
from tests.programme.factories import SchoolFactory
from tests.video.factories import VideoFactory

from nastavnik.video.enums import ChapterKind, TranscriptOrigin
from nastavnik.video.models import Chapter, Cue, Deck, GlossaryTerm, Slide, Transcript


class TranscriptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Transcript

    video = factory.SubFactory(VideoFactory, ready=True)
    origin = TranscriptOrigin.FILE
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class CueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cue

    transcript = factory.SubFactory(TranscriptFactory)
    seconds = factory.Sequence(lambda n: n * 10.0)
    end_seconds = factory.LazyAttribute(lambda o: o.seconds + 4.0)
    text = "Проект начинается с проблемы жителей."


class ChapterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Chapter

    video = factory.SubFactory(VideoFactory, ready=True)
    seconds = 0.0
    title = "Бюджет проекта"
    kind = ChapterKind.HAND


class DeckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deck

    video = factory.SubFactory(VideoFactory, ready=True)


class SlideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Slide

    video = factory.SubFactory(VideoFactory, ready=True)
    seconds = 0.0
    still = "still1"


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    school = factory.SubFactory(SchoolFactory)
    term = "ББК"
    created_at = factory.LazyFunction(timezone.now)
