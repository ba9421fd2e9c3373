"""What everybody may read: all of it, and nothing that pages do not show to everybody."""

import pytest
from tests.api.conftest import Program
from tests.contest.factories import ApplicationFactory, AuthorFactory, AwardFactory, ContestFactory
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory, SchoolFactory
from tests.publishing.factories import ArticleFactory, CollectionFactory
from tests.publishing.pressed import pressed
from tests.video.factories import VideoFactory

from nastavnik.contest.models import Decision
from nastavnik.programme.selectors import forget_schools
from nastavnik.video.enums import Access

pytestmark = pytest.mark.django_db


def test_tells_the_school_in_figures(guest, school_with_all):
    told = guest.get("/school")

    assert told["title"] == school_with_all.title
    assert (told["lessons"], told["speakers"], len(told["partners"])) == (1, 1, 1)


def test_lists_public_programmes_and_their_lessons(guest, programme, lesson, school):
    hidden = ProgrammeFactory(school=school, is_public=False)

    assert [one["token"] for one in guest.get("/programmes")["items"]] == [programme.token]
    assert guest.get(f"/programmes/{programme.token}")["cycles"][0]["lessons"] == [lesson.uid]
    guest.get(f"/programmes/{hidden.token}", status=404)


def test_lists_lessons_by_programme_state_and_kind(guest, programme, lesson, cycle):
    announced = LessonFactory(cycle=cycle, announced=True, kind="webinar")
    LessonFactory(cycle=cycle)  # a draft
    other = LessonFactory(cycle=CycleFactory(programme=ProgrammeFactory(school=programme.school)), announced=True)

    def uids(query):
        return [one["uid"] for one in guest.get(f"/lessons?{query}")["items"]]

    assert uids("") == [lesson.uid, announced.uid, other.uid]
    assert uids(f"programme={programme.token}&state=announced") == [announced.uid]
    assert uids("kind=webinar") == [announced.uid]


def test_tells_a_lesson_with_speakers_handouts_and_its_film(guest, film, lesson):
    told = guest.get(f"/lessons/{lesson.uid}")

    assert (told["description"], told["film"], told["cycle_title"]) == ("Как читать", film.token, "Первый")
    assert told["url"].endswith(f"/lessons/{lesson.slug}/")
    assert told["speakers"][0]["name"].startswith("Петрова")
    assert told["handouts"][0]["url"].startswith("http")


def test_draft_lesson_is_not_there(guest, cycle):
    draft = LessonFactory(cycle=cycle)

    guest.get(f"/lessons/{draft.uid}", status=404)


def test_tells_films_with_chapters_that_play(guest, film, lesson):
    VideoFactory(lesson=lesson, ready=True, access=Access.LINK)

    assert [one["token"] for one in guest.get("/films")["items"]] == [film.token]
    told = guest.get(f"/films/{film.token}")
    assert [(one["title"], one["until_seconds"]) for one in told["chapters"]] == [("Начало", 95.0), ("Смета", 600.0)]
    assert told["chapters"][1]["url"].endswith("?t=95")
    assert told["lesson"] == lesson.uid


def test_film_for_the_enrolled_is_not_there(guest, lesson):
    closed = VideoFactory(lesson=lesson, ready=True, access=Access.ENROLLED)

    guest.get(f"/films/{closed.token}", status=404)


def test_finds_the_second_at_which_something_is_said(guest, film):
    found = guest.get("/search?q=смета")

    hit = next(hit for group in found["groups"] for hit in group["hits"] if hit["kind"] == "cue")
    assert (hit["seconds"], hit["film"]) == (120.0, film.token)
    assert "Смета" in hit["text"]


def test_tells_public_answers_with_their_moments(guest, public_answer):
    assert [one["token"] for one in guest.get("/answers")["items"]] == [public_answer.token]
    told = guest.get(f"/answers/{public_answer.token}")
    assert told["answer"] == public_answer.answer
    assert told["moments"][0]["url"].startswith("http")


def test_tells_contests_with_criteria_and_results_after_the_release(guest, contest, school, methodist, school_with_all):
    guest.get(f"/contests/{ContestFactory(school=school, intake=True).slug}/results", status=404)
    told = guest.get(f"/contests/{contest.slug}")
    results = guest.get(f"/contests/{contest.slug}/results")

    assert {one["slug"] for one in guest.get("/contests")["items"]} >= {contest.slug}
    assert (told["stage"], told["criteria"][0]["weight"], len(told["directions"])) == ("released", 1.5, 1)
    assert (results["applications"], results["winners"]) == (1, [])


def test_tells_who_won_with_the_authors_who_agreed(guest, contest, now):
    application = ApplicationFactory(contest=contest, admitted=True, title="Читающий двор")
    AuthorFactory(application=application)
    award = AwardFactory(contest=contest, title="Первое место", place=1)
    Decision.objects.create(application=application, award=award, decided_at=now)

    winner = guest.get(f"/contests/{contest.slug}/results")["winners"][0]

    assert (winner["award"], winner["place"], winner["title"], winner["authors"]) == (
        "Первое место",
        1,
        "Читающий двор",
        [],
    )


def test_tells_collections_with_their_contents(guest, book, school):
    CollectionFactory(school=school)  # is being prepared
    ArticleFactory(collection=book)  # not settled with its author
    article = book.article
    pressed(book, {article.key: "<p>Библиотека ищет читателя.</p>"}, screen=b"%PDF")

    assert [one["slug"] for one in guest.get("/collections")["items"]] == [book.slug]
    told = guest.get(f"/collections/{book.slug}")
    assert [one["title"] for one in told["articles"]] == [article.title]
    assert told["articles"][0]["url"].endswith(f"/{article.key}/")
    assert [one["name"] for one in told["files"]] == ["PDF"]
    assert book.title in told["citation"]


def test_other_school_at_a_path_answers_of_its_own(guest, lesson):
    other = SchoolFactory(path="drugaya")
    forget_schools()

    told = Program().client.get("/drugaya/api/v1/lessons").json()
    contract = Program().client.get("/drugaya/api/v1/openapi.json").json()
    assert told == {"items": [], "next": None}
    assert Program().client.get("/drugaya/api/v1/school").json()["title"] == other.title
    assert "/drugaya/api/v1/lessons" in contract["paths"]


def test_reading_a_list_takes_as_many_queries_however_long_it_is(guest, lesson, film, cycle, assert_flat):
    assert_flat(
        lambda: guest.get("/lessons"), lambda: VideoFactory(lesson=LessonFactory(cycle=cycle, held=True), ready=True)
    )
