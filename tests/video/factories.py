"""Minimal valid rows of films. `VideoFactory(lesson=...)` puts it into a lesson; without one it is on the shelf."""

from datetime import timedelta

import factory
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.video.enums import RenditionKind, VideoState
from nastavnik.video.models import Rendition, SoundFile, Upload, Video


class VideoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Video

    class Params:
        ready = factory.Trait(
            state=VideoState.READY,
            build="build2345",
            has_poster=True,
            has_strip=True,
            duration_seconds=60.0,
            width=1280,
            height=720,
            percent=100,
            playable_at=factory.LazyFunction(timezone.now),
            ready_at=factory.LazyFunction(timezone.now),
        )

    lesson = None
    school = factory.Maybe(
        "lesson",
        yes_declaration=factory.SelfAttribute("lesson.school"),
        no_declaration=factory.SubFactory(SchoolFactory),
    )
    title = factory.Sequence(lambda n: f"Запись занятия {n}")
    source_path = factory.Sequence(lambda n: f"originals/film{n}/source.mp4")
    source_name = "занятие.mp4"
    source_bytes = 1000
    created_at = factory.LazyFunction(timezone.now)


class RenditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rendition

    video = factory.SubFactory(VideoFactory, ready=True)
    build = factory.SelfAttribute("video.build")
    name = "v720"
    kind = RenditionKind.PICTURE
    width, height = 1280, 720
    codecs = "avc1.64001f"
    bandwidth = 1_800_000
    bytes = 1000


class SoundFileFactory(factory.django.DjangoModelFactory):
    """The sound of the build that a film shows; there is no file behind it."""

    class Meta:
        model = SoundFile

    video = factory.SubFactory(VideoFactory, ready=True)
    build = factory.SelfAttribute("video.build")
    bytes = 1000
    made_at = factory.LazyFunction(timezone.now)


class UploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Upload

    school = factory.SubFactory(SchoolFactory)
    owner = factory.SubFactory(UserFactory)
    name = "занятие.mp4"
    length = 1000
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
