"""A film of the school with words, and the moment at which people edit them."""

from datetime import timedelta

import pytest
from tests.programme.conftest import heard  # noqa: F401 -- a fixture of ours too
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory
from tests.video.words.factories import NOON, CueFactory, TranscriptFactory


@pytest.fixture
def now():
    return NOON + timedelta(hours=1)


@pytest.fixture
def film(school):
    return VideoFactory(lesson=LessonFactory(held=True, cycle__programme__school=school), ready=True)


@pytest.fixture
def transcript(film):
    return TranscriptFactory(video=film)


@pytest.fixture
def cue(transcript):
    words = [[10.0, 11.0, 0.9], [11.0, 12.0, 0.2], [13.0, 14.0, 0.8]]
    return CueFactory(transcript=transcript, seconds=10.0, end_seconds=14.0, words=words)


@pytest.fixture
def following(transcript, cue):
    return CueFactory(transcript=transcript, seconds=15.0, end_seconds=17.0, text="четыре пять")
