"""The words of a film for whoever may watch it: read under the titles of chapters, taken away, shown as subtitles."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import LessonSpeakerFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.video.enums import Access, ChapterKind, TranscriptOrigin, TranscriptState
from nastavnik.video.models import Video
from nastavnik.video.services import NewChapter, set_chapters


def address(name, film, *rest):
    return reverse(f"video:{name}", args=[film.token, *rest])


@pytest.fixture
def said(transcript):
    texts = [(1.0, "Добрый день."), (16.0, "Цель проекта."), (20.5, "И <задачи>.")]
    return [
        CueFactory(transcript=transcript, seconds=second, end_seconds=second + 3, text=text) for second, text in texts
    ]


@pytest.fixture
def chapters(film):
    new = [NewChapter(16.4, "Цель и задачи"), NewChapter(58.0, "Тишина")]
    set_chapters(video_id=film.pk, kind=ChapterKind.SLIDE, chapters=new, now=timezone.now())


def test_words_stand_in_paragraphs_under_the_titles_of_chapters(client, film, said, chapters):
    page = client.get(address("words", film)).content.decode()

    before, under = page.split("<h3>Цель и задачи</h3>")
    assert "Добрый день." in before
    assert "И &lt;задачи&gt;." in under
    assert "Тишина" not in page
    assert f'href="/lessons/{film.lesson.slug}/?t=16" data-seek="16.00">0:16</a>' in under


def test_words_beside_the_film_are_the_words_alone(client, film, said):
    answer = client.get(address("words", film), {"bare": ""})

    page = answer.content.decode()
    assert "<html" not in page
    assert 'href="?t=1"' in page
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_words_carry_who_said_them_and_where(client, film, said, school):
    LessonSpeakerFactory(lesson=film.lesson, speaker__name="Иванова Ирина Петровна")
    film.lesson.starts_at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    film.lesson.save()

    page = client.get(address("words", film)).content.decode()

    cited = f"Иванова Ирина Петровна. {film.lesson.title}: видеозапись. {school.title}, 2026. {{time}}. {{url}}"
    assert f'data-citation="{cited}"' in page


def test_words_of_a_film_by_link_lead_to_its_own_page(client, film, said):
    Video.objects.update(access=Access.LINK)

    page = client.get(address("words", film)).content.decode()

    assert f'href="{address("watch", film)}?t=1"' in page


def test_words_of_a_film_on_the_shelf_cite_the_film(client, film, said, methodist, school):
    Video.objects.update(lesson=None)
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(address("words", film)).content.decode()

    assert f'data-citation="{film.title}: видеозапись. {school.title}. {{time}}. {{url}}"' in page


def test_words_in_several_languages_can_be_chosen(client, film, said):
    CueFactory(transcript=TranscriptFactory(video=film, language="tt"), text="Хәерле көн.")

    first = client.get(address("words", film)).content.decode()
    other = client.get(address("words_in", film, "tt")).content.decode()

    assert "Добрый день." in first
    assert "Хәерле көн." in other
    assert address("words_in", film, "tt") in first
    assert client.get(address("words_in", film, "en")).status_code == 404


def test_words_that_a_program_wrote_down_say_so_until_nothing_is_doubtful(client, film, transcript):
    transcript.origin = TranscriptOrigin.RECOGNISED
    transcript.save()
    cue = CueFactory(transcript=transcript, words=[[0, 1, 0.1], [1, 2, 0.9], [2, 3, 0.9]])

    assert "Это записала программа" in client.get(address("words", film)).content.decode()
    cue.words = [[0, 1, 0.9], [1, 2, 0.9], [2, 3, 0.9]]
    cue.save()
    transcript.version += 1
    transcript.save()
    assert "Это записала программа" not in client.get(address("words", film), {"bare": ""}).content.decode()


def test_words_that_nobody_wrote_down_are_missing(client, film, transcript):
    assert client.get(address("words", film)).status_code == 404


@pytest.mark.parametrize(("ending", "beginning"), [("vtt", b"WEBVTT"), ("txt", "\ufeff0:01".encode()), ("docx", b"PK")])
def test_words_are_taken_away_as_files(client, film, said, ending, beginning):
    answer = client.get(address("words_file", film, "ru", ending))

    assert answer.content[:30].startswith(beginning) or ending == "txt"
    assert ending in answer.headers["Content-Disposition"]


def test_words_in_a_format_that_nobody_knows_are_missing(client, film, said):
    assert client.get(address("words_file", film, "ru", "exe")).status_code == 404


def test_player_shows_subtitles_and_where_the_words_are(client, film, said, transcript):
    page = client.get(address("watch", film)).content.decode()

    assert f'<track kind="subtitles" src="{address("words_file", film, "ru", "vtt")}" srclang="ru"' in page
    assert f'data-url="{address("words", film)}?bare"' in page


def test_player_shows_nothing_of_words_that_are_still_being_made(client, film, said, transcript):
    transcript.state = TranscriptState.RECOGNISING
    transcript.save()

    page = client.get(address("watch", film)).content.decode()

    assert "subtitles" not in page
    assert "nastavnik-transcript" not in page


def test_page_of_words_takes_as_many_queries_for_a_long_film(client, film, transcript, assert_flat):
    def grow():
        for number in range(20):
            CueFactory(transcript=transcript, seconds=float(number * 20))
        transcript.version += 1
        transcript.save()

    assert_flat(lambda: client.get(address("words", film)), grow)
