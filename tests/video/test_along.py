"""What runs along with a film is read at once, and is what its parts say one by one."""

import pytest
from tests.video.factories import VideoFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.video.enums import ChapterKind, TranscriptState
from nastavnik.video.models import Chapter, Deck, Slide
from nastavnik.video.selectors.along import NOTHING_ALONG, along_of
from nastavnik.video.selectors.chapters import chapters_of
from nastavnik.video.selectors.slides import slides_of

PAGES = [{"title": "Цели", "text": "«Цели»", "picture": "page-a-1", "box": None}]


@pytest.fixture
def film(db):
    return VideoFactory(ready=True, duration_seconds=100.0)


def test_along_of_a_film_is_one_query_and_what_its_parts_say(film, django_assert_num_queries):
    for seconds, title in ((30.0, "Вторая"), (0.0, "Первая")):
        Chapter.objects.create(video=film, seconds=seconds, title=title, kind=ChapterKind.HAND)
    Deck.objects.create(video=film, pages=PAGES, thin="thin-a")
    last = Slide.objects.create(video=film, seconds=40.0, title="Итог", still="slide-b")
    Slide.objects.create(video=film, seconds=5.0, page=1, still="slide-a", text="Текст")
    Slide.objects.create(video=film, seconds=60.0, repeats=last)
    for language in ("en", "ru"):
        CueFactory(transcript=TranscriptFactory(video=film, language=language))
    CueFactory(transcript=TranscriptFactory(video=film, language="de", state=TranscriptState.RECOGNISING))
    TranscriptFactory(video=film, language="fr")

    with django_assert_num_queries(1):
        along = along_of(film)

    assert [one.title for one in along.chapters] == ["Первая", "Вторая"]
    assert along.chapters == chapters_of(film)
    assert [row.picture for row in along.slides.rows] == ["page-a-1", "slide-b", ""]
    assert [row.repeats for row in along.slides.rows] == [None, None, 2]
    assert along.slides == slides_of(film)
    assert [one.language for one in along.subtitles] == ["ru", "en"]


def test_along_of_a_film_without_anything_is_nothing(film):
    assert along_of(film) == NOTHING_ALONG


def test_along_of_a_film_whose_slides_were_all_removed_has_none(film):
    Deck.objects.create(video=film, pages=PAGES, thin="thin-a")

    assert along_of(film) == NOTHING_ALONG
