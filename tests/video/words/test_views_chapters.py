"""The desk of chapters: a form that changes what a person typed and nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.video.words.factories import TranscriptFactory

from nastavnik.core.times import read_time, write_time
from nastavnik.video.enums import ChapterKind, DeckState, TranscriptState, VideoState
from nastavnik.video.models import Chapter, Deck, Slide, Video
from nastavnik.video.services import NewChapter, propose_chapters, set_chapters
from nastavnik.video.services.chapters import MOST_CHAPTERS

NOW = timezone.now()


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def chapters(film):
    Deck.objects.create(video=film, state=DeckState.FOUND)
    Slide.objects.create(video=film, seconds=0.0, title="Начало")
    Slide.objects.create(video=film, seconds=16.38, title="Цель")
    propose_chapters(video_id=film.pk, now=NOW)
    return list(Chapter.objects.order_by("seconds"))


def address(film):
    return reverse("video:edit_chapters", args=[film.token])


def making(film):
    return reverse("video:chapters_making", args=[film.token])


def sent(desk, film, **changes):
    """Return what the form sends when only `changes` are typed into it."""
    form = desk.get(address(film)).context["form"]
    fields = {f"chapters-{name}": value for name, value in form.management_form.initial.items()}
    for row in form.forms:
        for name in ("seconds", "title"):
            fields[row[name].html_name] = row[name].value() or ""
            fields[row[name].html_initial_name] = row[name].value() or ""
        fields[row["id"].html_name] = row["id"].value() or ""
    return fields | {f"chapters-{name.replace('__', '-')}": value for name, value in changes.items()}


def rows():
    return list(Chapter.objects.order_by("seconds").values_list("seconds", "title", "kind"))


def test_page_shows_chapters_with_times_and_where_they_came_from(desk, film, chapters):
    page = desk.get(address(film)).content.decode()

    assert 'value="0:16.38"' in page
    assert "Предложена по слайдам и паузам" in page
    assert "<nastavnik-player" in page


@pytest.mark.parametrize(
    "look", [{"deck": DeckState.FINDING}, {"words": TranscriptState.RECOGNISING}, {"film": VideoState.PREPARING}]
)
def test_page_says_that_chapters_are_still_to_be_proposed(desk, film, look):
    TranscriptFactory(video=film, language="en")
    if "deck" in look:
        Deck.objects.create(video=film, state=look["deck"])
    if "words" in look:
        TranscriptFactory(video=film, state=look["words"])
    Video.objects.update(state=look.get("film", film.state))

    page = desk.get(address(film)).content.decode()

    assert "ещё ищутся" in page
    assert f'hx-get="{making(film)}"' in page
    assert "htmx" in page.split("chapters-making")[1]
    assert "Не нашлось ничего" not in page


def test_page_that_asks_again_is_told_what_was_found(desk, film):
    deck = Deck.objects.create(video=film, state=DeckState.FINDING)
    assert "hx-get" in desk.get(making(film)).content.decode()

    Slide.objects.create(video=film, seconds=0.0, title="Начало")
    Deck.objects.filter(pk=deck.pk).update(state=DeckState.FOUND)
    nothing = desk.get(making(film)).content.decode()
    propose_chapters(video_id=film.pk, now=NOW)
    found = desk.get(making(film)).content.decode()

    assert ("hx-get" in nothing, "hx-get" in found) == (False, False)
    assert "Не нашлось ничего" in nothing
    assert f'<a href="{address(film)}">' in found


def test_page_of_chapters_that_people_changed_waits_for_nothing(desk, film, chapters):
    Deck.objects.update(state=DeckState.FINDING)
    Video.objects.update(has_edited_chapters=True)

    assert "chapters-making" not in desk.get(address(film)).content.decode()


def test_page_of_a_film_without_chapters_teaches(desk, film):
    assert "Глав пока нет" in desk.get(address(film)).content.decode()


def test_save_of_what_nobody_typed_changes_nothing(desk, film, chapters):
    response = desk.post(address(film), sent(desk, film))

    assert response.status_code == 302
    assert {kind for *_rest, kind in rows()} == {ChapterKind.SLIDE}


def test_save_changes_adds_and_removes(desk, film, chapters):
    typed = {"0__is_removed": "on", "1__title": "Цели", "2__seconds": "0:40,5", "2__title": "Бюджет"}

    desk.post(address(film), sent(desk, film, **typed))

    assert rows() == [(16.38, "Цели", ChapterKind.HAND), (40.5, "Бюджет", ChapterKind.HAND)]
    page = desk.get(address(film)).content.decode()
    assert reverse("video:propose_chapters", args=[film.token]) in page


def test_save_does_not_change_back_what_somebody_else_changed_meanwhile(desk, film, chapters):
    mine = sent(desk, film, **{"1__title": "Мой заголовок"})
    Chapter.objects.filter(pk=chapters[0].pk).update(title="Её заголовок")

    desk.post(address(film), mine)

    assert [title for _seconds, title, _kind in rows()] == ["Её заголовок", "Мой заголовок"]


def test_save_of_one_field_keeps_what_somebody_else_made_of_the_other(desk, film, chapters):
    mine = sent(desk, film, **{"0__title": "Мой заголовок", "1__seconds": "0:20"})
    Chapter.objects.filter(pk=chapters[0].pk).update(seconds=3.5)
    Chapter.objects.filter(pk=chapters[1].pk).update(title="Её заголовок")

    desk.post(address(film), mine)

    assert [place[:2] for place in rows()] == [(3.5, "Мой заголовок"), (20.0, "Её заголовок")]


def test_save_of_one_field_of_a_chapter_that_is_gone_makes_it_whole(desk, film, chapters):
    mine = sent(desk, film, **{"1__title": "Цели"})
    chapters[1].delete()

    desk.post(address(film), mine)

    assert rows()[1][:2] == (16.38, "Цели")


def test_save_of_as_many_chapters_as_a_film_can_have(desk, film):
    fields = {"chapters-TOTAL_FORMS": "501", "chapters-INITIAL_FORMS": "0", "csrfmiddlewaretoken": "x"}
    for number in range(501):
        row = {"id": "", "seconds": f"{number / 10}", "title": f"Глава {number}" * (number < 500), "is_removed": ""}
        row |= {"seconds": row["seconds"] * (number < 500)}
        fields |= {f"chapters-{number}-{name}": value for name, value in row.items()}
        fields |= {f"initial-chapters-{number}-{name}": "" for name in ("seconds", "title")}

    assert desk.post(address(film), fields).status_code == 302
    assert Chapter.objects.count() == MOST_CHAPTERS


@pytest.mark.parametrize(
    "typed",
    [
        {"0__seconds": "полвторого"},
        {"0__seconds": ""},
        {"0__title": ""},
        {"0__title": "ё" * 251},
        {"2__seconds": "99999"},
        {"2__title": "Без времени"},
    ],
)
def test_save_of_something_odd_keeps_what_was_typed(desk, film, chapters, typed):
    response = desk.post(address(film), sent(desk, film, **typed, **{"1__title": "Набрано"}))

    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="Набрано"' in page
    assert "errorlist" in page
    assert {kind for *_rest, kind in rows()} == {ChapterKind.SLIDE}


def test_save_without_a_form_is_no_error(desk, film):
    assert desk.post(address(film), {"x": "1"}).status_code == 200


def test_propose_anew_drops_what_people_wrote(desk, film, chapters):
    desk.post(address(film), sent(desk, film, **{"1__title": "Цели"}))

    response = desk.post(reverse("video:propose_chapters", args=[film.token]))

    assert response.status_code == 302
    assert [title for _seconds, title, _kind in rows()] == ["Начало", "Цель"]


def test_page_takes_as_many_queries_for_many_chapters(desk, film, assert_flat):
    def grow():
        many = [NewChapter(float(number), f"Глава {number}") for number in range(Chapter.objects.count() + 3)]
        set_chapters(video_id=film.pk, kind=ChapterKind.QUESTION, chapters=many, now=NOW)

    assert_flat(lambda: desk.get(address(film)), grow)


def test_times_are_written_as_they_are_read():
    for seconds in (0.0, 16.38, 247.5, 3753.0, 7322.25):
        assert read_time(write_time(seconds)) == seconds
    assert write_time(3753.0) == "1:02:33"
    assert read_time("95") == 95.0
    assert read_time("завтра") is None
