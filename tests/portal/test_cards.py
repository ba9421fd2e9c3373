import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image
from tests.programme.factories import LessonFactory, LessonSpeakerFactory, ProgrammeFactory, SchoolFactory
from tests.publishing.factories import CollectionFactory

from nastavnik.core.events import publish
from nastavnik.portal.press.cards import CARD, COVER, card_png, mark_of_card
from nastavnik.portal.selectors.cards import lesson_share, share_card
from nastavnik.portal.services import cards as service
from nastavnik.portal.services.cards import card_picture
from nastavnik.portal.tasks import draw_card
from nastavnik.programme.events import LessonChanged, LessonHeld, LessonMoved, ProgrammePublished, SchoolChanged
from nastavnik.programme.selectors import cards_of
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.events import CollectionPublished

WORDS = {
    "language": "ru",
    "mark": ["Цикл 2", "№ 3", "Мастер-класс"],
    "title": "Как написать заявку на грант",
    "people": "Анна Петрова",
    "note": "5 декабря 2026 г.",
    "age": "12+",
    "owner": "МБУК «ЦБС»",
    "school": "Школа",
    "accent": "#1f5a4b",
}


def size_of(png):
    with Image.open(io.BytesIO(png)) as picture:
        return picture.size


def ink_at_the_edges(png):
    """Whether anything is drawn outside of the card."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
        edges = [picture.crop(box) for box in ((0, 0, 1200, 30), (0, 600, 1200, 630), (1170, 0, 1200, 630))]
    return any(len(edge.getcolors()) > 1 for edge in edges)


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"title": "Проектная деятельность библиотеки: от идеи и команды до отчёта фонду, который читают"},
        {"title": "Я" * 250, "people": "Ж" * 400, "note": "Ш" * 400, "owner": "О" * 200, "school": "Щ" * 200},
        {"title": "слово " * 41},
        {"title": "#panic() *а* _б_ $x$ \\ \" ' @b <c> // d", "people": '#read("/etc/passwd")'},
        {"title": "", "people": "", "note": "", "age": "", "owner": "", "mark": []},
        {"title": "\u0000\u202e\U0001f600 Смайл"},
    ],
    ids=["usual", "long", "unbreakable", "many words", "markup", "nothing", "unprintable"],
)
def test_card_of_any_words_is_a_picture_of_its_size_with_nothing_outside(words):
    png = card_png(CARD, WORDS | words)

    assert size_of(png) == (1200, 630)
    assert not ink_at_the_edges(png)


def test_cover_is_a_square_large_enough_for_catalogues():
    assert size_of(card_png(COVER, WORDS | {"title": "Проектирование" * 10})) == (1500, 1500)


def test_mark_of_a_card_changes_with_its_words_and_its_template():
    marks = {mark_of_card(CARD, WORDS), mark_of_card(CARD, WORDS | {"title": "Другое"}), mark_of_card(COVER, WORDS)}

    assert len(marks) == 3
    assert mark_of_card(CARD, dict(reversed(WORDS.items()))) == mark_of_card(CARD, WORDS)


@pytest.fixture
def drawn(monkeypatch):
    """Each time a card was drawn; quickly."""
    times = []
    monkeypatch.setattr(service, "card_png", lambda _template, told: times.append(told["title"]) or b"png")
    return times


def shared(school, lesson):
    return share_card(school, "lessons", lesson.slug)


def test_card_is_drawn_once_and_anew_when_its_words_change(school, held, drawn, settings):
    assert [card_picture(shared(school, held)) for _ in range(2)] == [b"png", b"png"]

    held.title = "Иначе"
    held.save()
    assert card_picture(shared(school, held)) == b"png"

    assert drawn == ["Прошедшее занятие", "Иначе"]
    kept = [path.relative_to(settings.MEDIA_ROOT).as_posix() for path in settings.MEDIA_ROOT.rglob("*.png")]
    assert kept == [shared(school, held).file]


def test_card_that_another_draws_meanwhile_is_not_drawn_again(school, held, drawn, monkeypatch):
    card = shared(school, held)

    @contextmanager
    def after_another():
        default_storage.save(card.file, ContentFile(b"another's"))
        yield

    monkeypatch.setattr(service, "_alone", after_another)

    assert card_picture(card) == b"another's"
    assert drawn == []


def test_card_that_many_ask_for_at_once_is_drawn_once(school, held, monkeypatch):
    card, times = shared(school, held), []
    is_drawing, has_waited = Event(), Event()
    lock = service.fcntl.flock

    def draw(_template, _told):
        times.append(1)
        is_drawing.set()
        has_waited.wait(5)
        return b"png"

    def wait_for_lock(*words):
        if is_drawing.is_set():
            has_waited.set()  # somebody else asks while the first is drawing
        lock(*words)

    monkeypatch.setattr(service, "card_png", draw)
    monkeypatch.setattr(service.fcntl, "flock", wait_for_lock)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(card_picture, card)
        is_drawing.wait(5)
        second = pool.submit(card_picture, card)

        assert [first.result(), second.result()] == [b"png", b"png"]
    assert len(times) == 1


def test_card_of_a_lesson_says_who_when_and_for_whom(school, held, coming):
    for name in ("Первая", "Вторая", "Третья", "Четвёртая", "Пятая"):
        LessonSpeakerFactory(lesson=held, speaker__name=name)

    card, next_card = shared(school, held), shared(school, coming)

    assert card.people == "Первая, Вторая, Третья, Четвёртая и другие"
    assert card.mark == ("Цикл 1", "№ 1", "Мастер-класс")
    assert (card.age, card.school, card.title) == ("12+", school.title, "Прошедшее занятие")
    assert card.note.endswith(" г.")
    assert next_card.note.endswith("московское время")


def test_card_of_a_cancelled_lesson_says_so(school, cycle):
    off = LessonFactory(cycle=cycle, cancelled=True, slug="off")

    assert shared(school, off).note == "Отменено"


def test_card_is_answered_as_a_picture_and_then_not_modified(client, school, held):
    path = shared(school, held).path

    first = client.get(path)
    second = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert size_of(first.content) == (1200, 630)
    assert first["Cache-Control"] == "public, max-age=86400"
    assert not first.cookies
    assert second.status_code == 304


def test_card_of_a_year_of_a_collection_of_the_school_and_of_its_podcast_are_there(client, school, held, drawn):
    collection = CollectionFactory(school=school, state=CollectionState.PUBLISHED, title="Сборник года")
    names = {
        "programme": held.cycle.programme.token,
        "collections": collection.slug,
        "school": school.slug,
        "podcast": school.slug,
    }

    answers = [client.get(f"/cards/{kind}/{name}.png").status_code for kind, name in names.items()]

    assert answers == [200] * 4
    assert drawn == [held.cycle.programme.title, "Сборник года", school.title, school.title]


def test_card_of_what_guests_may_not_see_is_missing_for_everybody(client, enter, methodist, school, draft, drawn):
    hidden = ProgrammeFactory(school=school, is_public=False)
    prepared = CollectionFactory(school=school)
    strange = LessonFactory(cycle__programme__school=SchoolFactory(path="other"), held=True, slug="strange")
    paths = [
        "lessons/draft",
        f"lessons/{strange.slug}",
        f"programme/{hidden.token}",
        f"collections/{prepared.slug}",
        "school/other",
        "nothing/held",
    ]

    for visitor in (client, enter(methodist)):
        assert {visitor.get(f"/cards/{path}.png").status_code for path in paths} == {404}
    assert drawn == []


def test_page_of_a_lesson_names_its_card_and_who_may_embed_it(client, school, held):
    page = client.get("/lessons/held/").content.decode()

    card = lesson_share(school, cards_of(type(held).objects.filter(pk=held.pk))[0])
    assert f'<meta property="og:image" content="{school.base_url}{card.path}">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert 'type="application/json+oembed"' in page
    assert 'type="text/xml+oembed"' in page


def test_page_of_a_draft_names_no_card(enter, methodist, school, draft):
    page = enter(methodist).get("/lessons/draft/").content.decode()

    assert "og:image" not in page
    assert "oembed" not in page


def test_card_that_is_not_drawn_yet_waits_for_nobody_and_one_that_is_comes_at_once(client, school, held, coming, drawn):
    client.get(shared(school, held).path)
    with service._turns.taken(), service._turns.taken():
        busy, kept = client.get(shared(school, coming).path), client.get(shared(school, held).path)

    assert (busy.status_code, busy["Retry-After"], busy["Cache-Control"]) == (503, "5", "no-store")
    assert kept.content == b"png"
    assert client.get(shared(school, coming).path).content == b"png"


def test_cards_are_drawn_before_they_are_asked_for(school, held, draft, drawn, django_capture_on_commit_callbacks):
    collection = CollectionFactory(school=school, state=CollectionState.PUBLISHED, title="Сборник")
    news = [
        LessonChanged(held.pk),
        LessonMoved(held.pk),
        LessonHeld(draft.pk),
        ProgrammePublished(held.cycle.programme_id),
        CollectionPublished(collection.pk),
        SchoolChanged(school.pk),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        for one in news:
            publish(one)
    mine = DBTaskResult.objects.filter(task_path=draw_card.module_path).order_by("enqueued_at")
    asked = [tuple(row["args"]) for row in mine.values_list("args_kwargs", flat=True)]
    for kind, row_id in asked:
        draw_card.call(kind, row_id)

    # once for a lesson that was changed twice; what guests do not see has no card
    assert len(asked) == 6
    assert drawn == [held.title, held.cycle.programme.title, "Сборник", school.title, school.title]
