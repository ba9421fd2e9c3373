"""A collection of the school with an article; a lesson with its words, of which another article was made."""

from types import SimpleNamespace

import pytest
from django.utils import timezone
from tests.programme.factories import (
    CycleFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    ProgrammeFactory,
    SpeakerFactory,
)
from tests.publishing.factories import ArticleFactory, CollectionFactory
from tests.video.factories import VideoFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.publishing.enums import ArticleOrigin
from nastavnik.publishing.speech.keeping import packed
from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.sentences import Sentence

SAID = (
    (0.0, 4.0, "Мы начали с карты района."),
    (4.5, 9.0, "Ну вот мы позвали соседей."),
    (30.0, 36.0, "Двор стал читальным залом."),
)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def collection(school):
    return CollectionFactory(school=school, title="Библиотека и её город", slug="gorod")


@pytest.fixture
def article(collection):
    return ArticleFactory(collection=collection, title="Как начать", key="kak-nachat")


@pytest.fixture
def lesson(school):
    made = LessonFactory(
        cycle=CycleFactory(programme=ProgrammeFactory(school=school)), held=True, title="Соседи", slug="sosedi"
    )
    speaker = SpeakerFactory(school=school, name="Иванова Анна Петровна", position="методист")
    LessonSpeakerFactory(lesson=made, speaker=speaker)
    return made


@pytest.fixture
def film(lesson):
    video = VideoFactory(lesson=lesson, ready=True)
    transcript = TranscriptFactory(video=video)
    for begin, end, text in SAID:
        CueFactory(transcript=transcript, seconds=begin, end_seconds=end, text=text)
    return video


@pytest.fixture
def handout(lesson):
    return HandoutFactory(lesson=lesson, title="Карта", url="https://example.ru/map")


@pytest.fixture
def spoken(collection, film):
    said = [Paragraph((Sentence(text, begin, end),)) for begin, end, text in SAID]
    return ArticleFactory(
        collection=collection,
        origin=ArticleOrigin.LESSON,
        lesson=film.lesson,
        video=film,
        title="Соседи",
        text="\n\n".join(text for _begin, _end, text in SAID),
        source=packed(said),
        anchors=packed(said),
    )


@pytest.fixture
def call(methodist, now):
    """What every service is given."""
    return SimpleNamespace(by=lambda article: {"actor": methodist, "article_id": article.pk, "now": now})
