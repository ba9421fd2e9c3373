"""Slides on pages: under the player, on a page of their own, at the desk."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import HandoutFactory, LessonFactory
from tests.video.slides import talks

from nastavnik.video.enums import Access, DeckState, VideoState
from nastavnik.video.models import Deck, DeckVersion, Slide, Video
from nastavnik.video.selectors.slides import slides_desk, slides_of

NOW = timezone.now()
PAGES = [
    {"title": "Бюджет", "text": "сто", "picture": "page-x-1", "box": None},
    {"title": "", "text": "", "picture": "", "box": None},
]


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def film(film, lesson):
    """The film, open to everybody, with three slides: of the first the sharp page is known, the last repeats it."""
    Video.objects.filter(pk=film.pk).update(lesson=lesson, access=Access.OPEN)
    Deck.objects.create(video=film, state=DeckState.FOUND, version=3, pages=PAGES, thin="thin-x", failures=0)
    first = Slide.objects.create(video=film, seconds=0.0, still="slide-a", title="Бюджет", page=1, text="сто рублей")
    Slide.objects.create(video=film, seconds=8.5, still="slide-b", page=2)
    Slide.objects.create(video=film, seconds=16.0, repeats=first, origin="hand")
    return Video.objects.select_related("school", "lesson__school", "lesson__cycle__programme").get(pk=film.pk)


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name, film, *more):
    return reverse(f"video:{name}", args=[film.token, *more])


def test_slides_say_when_what_and_where_their_pictures_lie(film):
    shown = slides_of(film)

    assert [(row.number, row.seconds, row.until_seconds, row.picture) for row in shown.rows] == [
        (1, 0.0, 8.5, "page-x-1"),
        (2, 8.5, 16.0, "slide-b"),
        (3, 16.0, 24.0, ""),
    ]
    assert [(row.label, row.moment, row.key, row.repeats, row.is_by_hand) for row in shown.rows] == [
        ("Бюджет", "0", "0.000", None, False),
        ("Слайд 2", "8", "8.500", None, False),
        ("Слайд 3", "16", "16.000", 1, True),
    ]
    assert shown.thin == "thin-x"


def test_page_that_the_file_does_not_have_shows_the_still(film):
    Slide.objects.filter(seconds=0.0).update(page=9)

    assert slides_of(film).rows[0].picture == "slide-a"


def test_player_has_the_strip_and_the_thin_sound(client, film):
    page = client.get(address("watch", film)).content.decode()
    status = client.get(address("status", film)).json()

    assert 'data-thin="thin-x"' in page
    assert 'data-seek="8.500" data-picture="slide-b"' in page
    assert f"{film.build}/page-x-1-640.webp" in page
    assert address("slides", film) in page
    assert status["thin"] == "thin-x"


def test_player_without_slides_has_no_strip(client, film):
    Slide.objects.all().delete()

    page = client.get(address("watch", film)).content.decode()

    assert 'data-thin=""' in page
    assert "slides-strip" not in page


def test_page_of_slides_needs_no_script(client, film):
    page = client.get(address("slides", film)).content.decode()

    assert f"{address('watch', film)}?t=8" in page
    assert "сто рублей" in page
    assert "thin-x.m3u8" in page
    assert "снова слайд 1" in page


def test_page_of_slides_without_sound_has_none(client, film):
    Deck.objects.update(thin="")

    assert "audio" not in client.get(address("slides", film)).content.decode()


def test_page_of_slides_is_missing_where_there_are_none(client, film):
    Slide.objects.all().delete()
    assert client.get(address("slides", film)).status_code == 404


@pytest.mark.parametrize("words", [{"access": Access.ENROLLED}, {"build": "", "state": VideoState.QUEUED}])
def test_page_of_slides_is_for_those_who_may_watch(client, film, words):
    Video.objects.filter(pk=film.pk).update(**words)

    assert client.get(address("slides", film)).status_code == 404


# --- the desk ----------------------------------------------------------------------------------------------------------


def test_desk_shows_slides_with_their_forms(desk, film):
    page = desk.get(address("slides_desk", film)).content.decode()

    assert 'value="0:08.50"' in page
    assert "1. Бюджет" in page
    assert "снимается" in page
    assert 'hx-trigger="every 3s"' in page


def test_desk_of_a_film_that_nobody_looked_through_is_empty(film):
    Slide.objects.all().delete()
    Deck.objects.all().delete()

    page = slides_desk(film, NOW)

    assert (page.state_label, page.version, page.is_busy, page.undo_version, page.cards) == (
        "Ждёт очереди",
        0,
        False,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("deck", "is_busy"),
    [
        ({"state": DeckState.FINDING}, True),
        ({"file_path": "decks/x/talk.pdf", "pages": []}, True),
        ({"state": DeckState.FAILED}, False),
        ({}, False),
    ],
)
def test_desk_asks_again_while_something_is_made(film, deck, is_busy):
    Slide.objects.filter(still="").update(still="slide-c")
    Deck.objects.update(**deck)

    assert slides_desk(film, NOW).is_busy is is_busy


def test_desk_of_a_film_on_the_shelf_offers_no_handouts(film):
    film.lesson = None

    assert slides_desk(film, NOW).handouts == ()


def test_rows_come_alone(desk, film):
    page = desk.get(address("slides_rows", film)).content.decode()

    assert page.strip().startswith("<div")


def form(film, **words):
    return {
        "version": Deck.objects.get().version,
        "at": "8.500",
        "seconds": "0:08.50",
        "title": "",
        "page": "2",
    } | words


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("change_slide", {"title": "Второй"}, "Сохранено."),
        ("merge_slide", {}, "Два слайда стали одним."),
        ("remove_slide", {}, "Слайд убран."),
        ("add_slide", {"seconds": "0:12"}, "Слайд добавлен"),
        ("look_anew", {}, "ищутся заново"),
    ],
)
def test_change_answers_a_page_and_a_script(desk, film, name, words, said):
    answer = desk.post(address(name, film), form(film, **words), headers={"HX-Request": "true"})
    assert said in answer.content.decode()
    Slide.objects.all().delete()
    Slide.objects.create(video=film, seconds=0.0, still="a")
    Slide.objects.create(video=film, seconds=8.5, still="b")

    page = desk.post(address(name, film), form(film, **words), follow=True)
    assert page.redirect_chain[0][0] == address("slides_desk", film)
    assert said in page.content.decode()


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [("change_slide", {"seconds": "так"}, "минутами"), ("add_slide", {"seconds": ""}, "Обязательное")],
)
def test_what_cannot_be_read_is_said_and_the_list_stays_as_it_was_typed(desk, film, name, words, said):
    to_script = desk.post(address(name, film), form(film, **words), headers={"HX-Request": "true"})
    here = f"http://testserver{address('slides_desk', film)}"
    to_page = desk.post(address(name, film), form(film, **words), headers={"Referer": here}, follow=True)

    # a script keeps the page and says the sentence aloud
    assert (to_script.status_code, to_script["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert said in to_script.content.decode()
    assert to_page.redirect_chain[0][0] == here
    assert said in to_page.content.decode()


def test_undo_brings_back(desk, film):
    desk.post(address("remove_slide", film), form(film))
    version = DeckVersion.objects.get().number

    page = desk.post(address("undo_slides", film, version), follow=True).content.decode()

    assert "Изменение отменено" in page
    assert Slide.objects.count() == 3


def test_form_that_no_page_sends_is_refused(desk, film):
    answer = desk.post(address("remove_slide", film), {"at": "x"}, headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert Slide.objects.count() == 3


def test_talk_is_given_and_taken_away(desk, film):
    file = SimpleUploadedFile("talk.pdf", talks.pdf([[]]))
    page = desk.post(address("give_talk", film), {"file": file}, follow=True).content.decode()
    assert "talk.pdf" in page
    assert "Файл читается" in page

    page = desk.post(address("drop_talk", film), follow=True).content.decode()
    assert "talk.pdf" not in page


def test_talk_that_is_no_file_is_asked_for_again(desk, film):
    page = desk.post(address("give_talk", film), {}, follow=True).content.decode()

    assert "Сначала выберите файл" in page


def test_handouts_of_the_lesson_are_offered_and_taken(desk, film, lesson):
    Deck.objects.update(file_path="")
    handout = HandoutFactory(
        lesson=lesson,
        title="Презентация",
        url="",
        file=ContentFile(talks.pdf([[]]), "a.pdf"),
        file_kind="pdf",
        file_name="a.pdf",
    )
    assert "Презентация" in desk.get(address("slides_desk", film)).content.decode()

    desk.post(address("give_talk", film), {"handout": handout.token})

    assert Deck.objects.get().file_name == "a.pdf"


def test_lists_need_no_more_queries_for_more_slides(film, assert_flat):
    def grow():
        Slide.objects.create(video=film, seconds=17.0 + Slide.objects.count(), still="slide-c")

    assert_flat(lambda: slides_of(film), grow)
