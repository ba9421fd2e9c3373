"""What frames on other sites show: a guest's school, whoever looks, and no cookie."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.contest.factories import ApplicationFactory, AwardFactory, ContestFactory
from tests.live.factories import BroadcastFactory
from tests.people.factories import UserFactory
from tests.programme.factories import CycleFactory, EnrolmentFactory, LessonFactory, ProgrammeFactory
from tests.search.factories import CueFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.contest.models import Decision
from nastavnik.core import memory
from nastavnik.portal.selectors.embed import View
from nastavnik.search import services as search_services
from nastavnik.video.enums import Access

MOST_QUERIES = 12
HOST = "https://library.example"


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.EMBED_HOSTS = [HOST]


def page_of(client, view, address="/embed/", **params):
    response = client.get(address, {"view": view, **params})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def moment(film):
    """A sentence of the film that is found."""
    CueFactory(transcript=TranscriptFactory(video=film), seconds=12.0, text="Пишем смету.")
    search_services.index_video(video_id=film.pk, now=timezone.now())


@pytest.mark.parametrize("view", View)
def test_frame_may_stand_on_named_sites_alone_and_sets_no_cookie(client, film, coming, moment, view):
    response = client.get("/embed/", {"view": view, "q": "смета", "film": film.token})

    policy = response.headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {HOST};" in f"{policy};"
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in response.headers
    assert not response.cookies
    assert "data-zone" not in response.content.decode()


@pytest.mark.parametrize("view", View)
def test_frame_before_anything_is_there_teaches(client, school, view):
    page = page_of(client, view)

    assert 'class="empty"' in page or 'type="search"' in page
    assert '<base target="_blank">' in page


def test_frame_without_a_view_is_the_programme(client, school, coming):
    assert coming.title in client.get("/embed/").content.decode()


@pytest.mark.parametrize("address", ["/embed/?view=desk", "/embed/year/nothing234/"])
@pytest.mark.usefixtures("school")
def test_frame_of_what_there_is_not_is_missing(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("view", View)
def test_frame_of_a_hidden_year_is_missing_also_for_the_desk(enter, methodist, school, view):
    hidden = ProgrammeFactory(school=school, is_public=False)

    assert enter(methodist).get(f"/embed/year/{hidden.token}/", {"view": view}).status_code == 404


@pytest.mark.parametrize("view", View)
def test_frame_shows_the_desk_no_more_than_a_guest(enter, methodist, draft, coming, held, view):
    VideoFactory(lesson=draft, ready=True)
    client = enter(methodist)

    page = page_of(client, view, q="Тайный")

    assert draft.title not in page
    assert "/desk/" not in page
    assert "csrfmiddlewaretoken" not in page


def test_next_says_how_long_it_is_until_then(client, coming):
    page = page_of(client, "next")

    assert coming.title in page
    assert "через 3 дня" in page


def test_next_says_that_it_goes_on(client, coming):
    BroadcastFactory(lesson=coming, live=True)

    assert "card--live" in page_of(client, "next")


def test_next_of_a_year_is_of_that_year(client, school, coming):
    other = ProgrammeFactory(school=school)
    LessonFactory(cycle=CycleFactory(programme=other), announced=True, title="Из другого года")

    page = page_of(client, "next", f"/embed/year/{other.token}/")

    assert "Из другого года" in page
    assert coming.title not in page


def test_videos_play_in_the_frame_itself(client, film, held):
    shelf = page_of(client, "videos")
    link = re.search(r'href="(/embed/\?view=videos&amp;film=\w+)" target="_self"', shelf)

    assert link
    assert held.title in shelf
    assert "<nastavnik-player" not in shelf
    played = client.get(link.group(1).replace("&amp;", "&")).content.decode()
    assert f'data-token="{film.token}"' in played
    assert "data-embed" in played
    assert 'data-position=""' in played


@pytest.mark.parametrize("access", [Access.ENROLLED, Access.LINK])
def test_film_that_is_not_for_everybody_plays_in_no_frame(enter, held, access):
    film = VideoFactory(lesson=held, ready=True, access=access)
    learner = UserFactory()
    EnrolmentFactory(programme=held.cycle.programme, user=learner)

    page = page_of(enter(learner), "videos", film=film.token)

    assert film.token not in page
    assert "<nastavnik-player" not in page


def test_film_that_is_gone_leaves_the_shelf(client, film, held):
    assert held.title in page_of(client, "videos", film="nothing234")


def test_videos_of_a_year_are_of_that_year(client, school, film, held):
    other = LessonFactory(cycle=CycleFactory(programme=ProgrammeFactory(school=school)), held=True)
    VideoFactory(lesson=other, ready=True)

    page = page_of(client, "videos", f"/embed/year/{other.cycle.programme.token}/")

    assert other.title in page
    assert held.title not in page
    assert f"/embed/year/{other.cycle.programme.token}/?view=videos&amp;film=" in page


def test_moment_plays_in_the_frame_from_its_second(client, film, moment):
    page = page_of(client, "moments", q="смета")

    assert "<mark>смету</mark>" in page
    link = re.search(r'href="([^"]+&amp;t=12)" target="_self"', page)
    assert link
    assert f'data-token="{film.token}"' in client.get(link.group(1).replace("&amp;", "&")).content.decode()


def test_search_in_vain_says_so_and_is_noted(client, school, film, moment, monkeypatch):
    noted = []
    monkeypatch.setattr(search_services, "note_miss", lambda **facts: noted.append(facts["text"]))

    page = page_of(client, "moments", q="оригами")

    assert "оригами" in page
    assert noted == ["оригами"]


def test_results_are_of_the_newest_released_contest(client, school):
    old = ContestFactory(school=school, released=True, released_at="2024-05-01T10:00:00Z", title="Прошлый конкурс")
    contest = ContestFactory(school=school, released=True)
    decided = ContestFactory(school=school, review=True, title="Ещё не решено")
    for one in (contest, decided):
        application = ApplicationFactory(contest=one, title=f"Проект {one.pk}")
        Decision.objects.create(
            application=application, award=AwardFactory(contest=one, title="Диплом"), decided_at=timezone.now()
        )

    page = page_of(client, "results")

    assert contest.title in page
    assert "Диплом" in page
    assert f'/contests/{old.slug}/results/"' in page
    assert decided.title not in page


@pytest.mark.parametrize("view", View)
def test_frame_asks_twelve_times_at_most_however_much_there_is(client, school, film, held, moment, view):
    for number in range(3, 9):
        lesson = LessonFactory(cycle=held.cycle, held=True, number=number)
        VideoFactory(lesson=lesson, ready=True)
        ContestFactory(school=school, released=True)
    memory.forget_all()

    with CaptureQueriesContext(connection) as asked:
        page_of(client, view, film=film.token, **({"q": "смета"} if view == View.MOMENTS else {}))

    assert len(asked) <= MOST_QUERIES, [query["sql"][:120] for query in asked]
