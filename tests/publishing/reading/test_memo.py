"""The memo of a lesson: key points, slides, the code of its page, on one A4."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from tests.programme.factories import LessonFactory, LessonSpeakerFactory, ProgrammeFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.publishing.press.memo import Memo, Point, Sheet, set_memo
from nastavnik.publishing.selectors.reading.memo import planned_memo, spread, whole_memo
from nastavnik.publishing.services import memos
from nastavnik.video.enums import Access
from nastavnik.video.models import Chapter, Deck, Slide
from nastavnik.video.selectors.slides import LARGE

pytestmark = pytest.mark.django_db


def memo_of(*whose):
    return whole_memo(planned_memo(*whose))


@pytest.fixture
def lesson(school):
    programme = ProgrammeFactory(school=school, is_public=True)
    return LessonFactory(cycle__programme=programme, school=school, held=True, title="От идеи к проекту", slug="ideia")


@pytest.fixture
def film(lesson):
    video = VideoFactory(lesson=lesson, ready=True, access=Access.OPEN)
    Chapter.objects.create(video=video, seconds=65, title="План и смета", kind="hand")
    return video


def with_slides(video, *pictures):
    Deck.objects.create(video=video)
    for number, picture in enumerate(pictures):
        Slide.objects.create(video=video, seconds=number * 10, title=f"Слайд {number}", still=picture, origin="found")


def put_picture(video, name, content):
    default_storage.save(f"{video.token}/{video.build}/{name}-{LARGE}.webp", ContentFile(content))


def webp():
    made = io.BytesIO()
    Image.new("RGB", (800, 450), "green").save(made, "WEBP")
    return made.getvalue()


def test_memo_names_the_chapters_and_who_speaks(lesson, film, learner, school):
    LessonSpeakerFactory(lesson=lesson, speaker__name="Анна Иванова")
    memo = memo_of(learner, school, "ideia")
    assert memo.points == (Point("План и смета", "1:05"),)
    assert memo.about.startswith("Анна Иванова")
    assert memo.address == f"{school.base_url}/lessons/ideia/"


def test_memo_without_a_film_lists_what_the_description_does(lesson, learner, school):
    lesson.description = "О чём:\n\n- план\n* смета\n\nИ ещё."
    lesson.save()
    assert [one.words for one in memo_of(learner, school, "ideia").points] == ["план", "смета"]


def test_memo_shows_slides_whose_pictures_can_be_read(lesson, film, learner, school):
    with_slides(film, "s1", "s2", "s3")
    put_picture(film, "s1", webp())
    put_picture(film, "s2", b"no picture")
    sheets = memo_of(learner, school, "ideia").sheets
    assert [(one.kind, one.words) for one in sheets] == [("jpg", "Слайд 0")]


def test_many_rows_are_spread_evenly():
    assert spread(range(5), 9) == [0, 1, 2, 3, 4]
    assert spread(range(21), 5) == [0, 5, 10, 15, 20]


def test_memo_of_much_stays_one_page(now):
    sheet = Sheet(webp_as_jpeg(), "jpg", "")
    memo = Memo(
        school="Школа " * 9,
        kind="Семинар",
        title="Очень длинное название занятия " * 9,
        about="Анна Иванова",
        address="https://school.example/lessons/ideia/",
        made_at=now,
        points=[Point("Слово " * 60, "1:02:03")] * 20,
        sheets=[sheet] * 12,
    )
    with pypdfium2.PdfDocument(set_memo(memo)) as document:
        assert len(document) == 1


def webp_as_jpeg():
    made = io.BytesIO()
    Image.new("RGB", (800, 450), "green").save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def as_learner(client, learner):
    client.force_login(learner)
    return lambda: client.get(reverse("publishing:memo", args=["ideia"]))


@pytest.fixture
def set_papers(monkeypatch, settings):
    """What was set, quickly."""
    papers = []
    settings.STORAGES = dict(settings.STORAGES)  # Django keeps the first storage it made, and its folder
    monkeypatch.setattr(memos, "set_memo", lambda memo: papers.append(memo.title) or b"%PDF")
    return papers


def test_learner_gets_the_memo_as_pdf(as_learner, lesson):
    answer = as_learner()
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"


def test_memo_is_set_once_and_anew_when_it_says_something_else(as_learner, lesson, film, set_papers):
    with_slides(film, "s1")
    assert [as_learner().content for _ in range(2)] == [b"%PDF"] * 2
    lesson.title = "Иначе"
    lesson.save()
    forget_all()
    as_learner()
    Slide.objects.update(still="s2")
    forget_all()
    as_learner()
    assert set_papers == ["От идеи к проекту", "Иначе", "Иначе"]


def test_memo_waits_for_nobody_while_others_are_set(as_learner, lesson, set_papers):
    with memos._turns.taken(), memos._turns.taken():
        busy = as_learner()
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert "Откройте эту страницу ещё раз" in busy.content.decode()
    assert as_learner().content == b"%PDF"


def test_memos_that_were_set_long_ago_are_deleted(as_learner, lesson, set_papers, now):
    assert memos.delete_old_memos(now=now) == 0
    as_learner()
    assert memos.delete_old_memos(now=now) == 0
    assert memos.delete_old_memos(now=now + memos.KEPT + timedelta(hours=1)) == 1
    as_learner()
    assert len(set_papers) == 2
