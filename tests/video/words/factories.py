"""Minimal valid rows of the words of films."""

from datetime import UTC, datetime

import factory
from tests.programme.factories import SchoolFactory
from tests.video.factories import VideoFactory

from nastavnik.video.enums import TranscriptOrigin
from nastavnik.video.models import Cue, GlossaryTerm, Transcript

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class TranscriptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Transcript

    video = factory.SubFactory(VideoFactory, ready=True)
    origin = TranscriptOrigin.FILE
    version = 1
    source_mark = factory.SelfAttribute("video.source_mark")
    created_at = NOON
    changed_at = NOON


class CueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cue

    transcript = factory.SubFactory(TranscriptFactory)
    seconds = factory.Sequence(float)
    end_seconds = factory.LazyAttribute(lambda cue: cue.seconds + 1)
    text = "раз два три"


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    school = factory.SubFactory(SchoolFactory)
    term = "ББК"
    variants = ["бэбэка"]
    created_at = NOON
