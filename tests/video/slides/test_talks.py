"""The file of the talk: given, read, found on the slides, taken away."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.programme.factories import HandoutFactory, LessonFactory
from tests.video.slides import talks

from nastavnik.core import clock
from nastavnik.programme.models import Handout
from nastavnik.video.enums import DeckState
from nastavnik.video.events import VideoSlidesChanged
from nastavnik.video.ffmpeg import letters, pages
from nastavnik.video.models import Deck, Slide, Video
from nastavnik.video.services import slides, store
from nastavnik.video.services.slides import talks as service

NOW = timezone.now()
THREE = [[(40, "First page"), (20, "of the talk")], [(40, "Second page")], [(40, "Third page")]]


def give(film, methodist, content, name="talk.pdf"):
    return slides.give_talk(
        actor=methodist, video_id=film.pk, file=SimpleUploadedFile(name, content), name=name, now=NOW
    )


def read(film):
    slides.read_talk(video_id=film.pk, now=NOW)
    return Deck.objects.get(video=film)


def told(film):
    return list(Slide.objects.filter(video=film).order_by("seconds").values_list("title", "text", "page"))


@pytest.fixture
def found(film):
    """The film with its three slides found."""
    slides.make_slides(video_id=film.pk, clock=clock.now)
    return film


def test_pdf_is_read_and_its_pages_are_published_and_shown_by_order(found, methodist, heard):
    give(found, methodist, talks.pdf(THREE))
    with heard() as news:
        deck = read(found)

    assert told(found) == [
        ("First page", "First page\nof the talk", 1),
        ("Second page", "Second page", 2),
        ("Third page", "Third page", 3),
    ]
    published = {path.name for path in (store.media_root() / found.token / found.build).iterdir()}
    assert f"{deck.pages[2]['picture']}-1280.webp" in published
    assert news == [VideoSlidesChanged(video_id=found.pk)]
    read(found)
    assert DBTaskResult.objects.count() == 1


def test_first_file_takes_no_place(film, methodist, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deck = give(film, methodist, talks.pdf(THREE))

    assert store.data_path(deck.file_path).exists()


def test_pages_are_found_by_their_pictures(found, methodist, monkeypatch):
    monkeypatch.setattr(service.reading.matching, "match_pictures", lambda *_pictures: [2, None, 0])
    give(found, methodist, talks.pdf(THREE))
    read(found)

    assert [page for _title, _text, page in told(found)] == [3, None, 1]


def test_pages_of_a_talk_given_before_the_slides_are_found_come_with_them(film, methodist):
    give(film, methodist, talks.pdf(THREE))
    assert len(read(film).pages) == 3
    assert told(film) == []

    slides.make_slides(video_id=film.pk, clock=clock.now)

    assert [title for title, _text, _page in told(film)] == ["First page", "Second page", "Third page"]


def test_pptx_is_matched_by_what_is_read_off_the_stills(film, methodist, monkeypatch):
    texts = iter(["Бюджет проекта", "Цели и задачи", "Итоги года"])
    monkeypatch.setattr(letters, "find_tesseract", lambda: "tesseract")
    monkeypatch.setattr(letters, "read_letters", lambda *_args: next(texts))
    give(film, methodist, talks.pptx([("Цели и задачи", ""), ("Бюджет проекта", ""), ("Итоги года", "")]), "talk.pptx")
    read(film)
    # of a table and a group of the file nothing is on the film
    Deck.objects.update(pages=[{**page, "text": page["title"]} for page in Deck.objects.get().pages])

    slides.make_slides(video_id=film.pk, clock=clock.now)

    assert [page for _title, _text, page in told(film)] == [2, 1, 3]


def test_slides_that_wait_for_their_stills_are_matched_without(found, methodist):
    Slide.objects.filter(video=found).update(still="")
    give(found, methodist, talks.pdf(THREE))
    read(found)

    assert [page for _title, _text, page in told(found)] == [1, 2, 3]


def test_talk_with_another_number_of_pages_is_matched_to_nothing(found, methodist):
    give(found, methodist, talks.pdf(THREE[:2]))
    read(found)

    assert told(found) == [("", "", None)] * 3


def test_another_file_takes_the_place_of_the_first(found, methodist, django_capture_on_commit_callbacks):
    first = give(found, methodist, talks.pdf(THREE)).file_path
    read(found)
    Slide.objects.filter(seconds=8.0).update(title="Своё")
    with django_capture_on_commit_callbacks(execute=True):
        give(found, methodist, talks.pptx([("Раз", ""), ("Два", ""), ("Три", "")]), "talk.pptx")
    read(found)

    assert [title for title, _text, _page in told(found)] == ["First page", "Своё", "Third page"]
    assert not store.data_path(first).exists()


def test_file_is_taken_away_with_its_pages(found, methodist, django_capture_on_commit_callbacks):
    path = give(found, methodist, talks.pdf(THREE)).file_path
    read(found)
    Slide.objects.filter(seconds=8.0).update(title="Своё")
    Slide.objects.filter(seconds=16.0).update(page=9)
    Slide.objects.create(video=found, seconds=20.0, title="Без страницы", still="x")
    with django_capture_on_commit_callbacks(execute=True):
        slides.drop_talk(actor=methodist, video_id=found.pk, now=NOW)

    assert told(found) == [("", "", None), ("Своё", "", None), ("Third page", "", None), ("Без страницы", "", None)]
    assert not store.data_path(path).exists()
    with pytest.raises(slides.NoTalk):
        slides.drop_talk(actor=methodist, video_id=found.pk, now=NOW)


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"GIF89a", "talk.pdf", slides.TalkNotKnown),
        (b"PK\x03\x04", "talk.docx", slides.TalkNotKnown),
        (b"%PDF-" + b"x" * 2000, "talk.pdf", slides.TalkTooLarge),
    ],
)
def test_file_of_another_kind_or_size_is_not_taken(film, methodist, content, name, refusal, monkeypatch):
    monkeypatch.setattr(service, "MOST_BYTES", 1000)

    with pytest.raises(refusal):
        give(film, methodist, content, name)

    assert not Deck.objects.exclude(file_path="").exists()


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", talks.pdf([])])
def test_file_that_cannot_be_read_is_told(film, methodist, content):
    give(film, methodist, content)

    assert read(film).is_file_unreadable
    assert read(film).pages == []
    assert read(film).failures == 0  # the file's fault: looking for slides goes on


def test_file_without_pages_is_told(film, methodist, monkeypatch):
    monkeypatch.setattr(pages, "read_pdf", lambda *_args: ([], None))
    give(film, methodist, talks.pdf(THREE))

    assert read(film).is_file_unreadable


def test_read_without_a_file_does_nothing(film):
    slides.read_talk(video_id=film.pk, now=NOW)

    assert not Deck.objects.exists()


def test_read_of_a_file_that_was_replaced_meanwhile_writes_nothing(found, methodist, monkeypatch):
    give(found, methodist, talks.pdf(THREE))
    original = pages.read_pdf

    def meanwhile(*args):
        Deck.objects.update(file_path="decks/x/other.pdf")
        return original(*args)

    monkeypatch.setattr(pages, "read_pdf", meanwhile)

    assert read(found).pages == []


def test_read_beside_a_person_begins_again_with_what_she_did(found, methodist, monkeypatch):
    give(found, methodist, talks.pdf(THREE))
    original = service.reading.with_pages

    def meanwhile(deck, rows, files):
        Slide.objects.filter(seconds=8.0).delete()
        return original(deck, rows, files)

    monkeypatch.setattr(service.reading, "with_pages", meanwhile)
    read(found)

    assert Slide.objects.filter(video=found).count() == 2


def test_read_of_a_film_that_does_not_play_yet_waits(film, methodist):
    Video.objects.filter(pk=film.pk).update(build="", state="queued")
    give(film, methodist, talks.pdf(THREE))

    assert read(film).pages == []


@pytest.fixture
def handout(film, school):
    lesson = LessonFactory(held=True, cycle__programme__school=school)
    Video.objects.filter(pk=film.pk).update(lesson=lesson)
    file = ContentFile(talks.pdf(THREE), "memo.pdf")
    return HandoutFactory(lesson=lesson, url="", file=file, file_kind="pdf", file_name="Памятка.pdf")


def test_handout_of_the_lesson_is_taken(film, methodist, handout):
    deck = slides.take_handout(actor=methodist, video_id=film.pk, token=handout.token, now=NOW)

    assert (deck.file_name, deck.file_kind, deck.state) == ("Памятка.pdf", "pdf", DeckState.WAITING)


def test_handout_of_another_lesson_is_not(film, methodist, handout):
    Video.objects.filter(pk=film.pk).update(lesson=None)

    with pytest.raises(Handout.DoesNotExist):
        slides.take_handout(actor=methodist, video_id=film.pk, token=handout.token, now=NOW)
