"""The pass of a player, and the desk's page of what was counted."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from tests.audience.viewing.words import view

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import MinuteViews, ViewCount
from nastavnik.audience.selectors.viewing.replayed import FEWEST_VIEWERS
from nastavnik.audience.services.viewing import passes
from nastavnik.audience.views import viewing
from nastavnik.core.sealing import key_for
from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of
from nastavnik.video.enums import Access

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/140.0", "Accept-Language": "ru"}


@pytest.fixture
def now():
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def enter(client, school):
    """Sign a person in who has read the documents of the school."""

    def sign_in(user):
        ConsentRound.objects.create(
            user=user, place_kind="school", place_id=place_of(school).id, answered_at=timezone.now()
        )
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def opened(client, film, *, body=(), **headers):
    return client.post(f"/videos/{film.token}/viewing/", dict(body), headers=BROWSER | headers)


def pass_in(answer):
    return passes.read(answer.json()["pass"], key_for(passes.PURPOSE), timezone.now().timestamp())


def test_guest_gets_a_pass_without_a_cookie(client, film):
    answer = opened(client, film)
    assert (answer.status_code, answer.headers["Cache-Control"].split(",")[0]) == (200, "max-age=0")
    assert (pass_in(answer).kind, pass_in(answer).is_embedded) == (ViewerKind.GUEST, 0)
    assert not client.cookies


def test_frame_of_another_site_is_watched_by_guests(enter, learner, film):
    client = enter(learner)
    assert pass_in(opened(client, film)).kind == ViewerKind.PERSON
    framed = pass_in(opened(client, film, body={"embedded": "1"}))
    assert (framed.kind, framed.is_embedded) == (ViewerKind.GUEST, 1)


def test_who_may_not_watch_gets_no_pass(client, film):
    film.access = Access.ENROLLED
    film.save(update_fields=["access"])
    assert opened(client, film).status_code == 403
    assert client.post("/videos/nothing/viewing/", headers=BROWSER).status_code == 404


def test_form_on_another_site_opens_nothing(client, film):
    assert opened(client, film, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_one_address_opens_so_many_players_in_a_minute(client, film, monkeypatch):
    monkeypatch.setattr(viewing, "MOST_OPENED", 2)
    assert [opened(client, film).status_code for _ in range(3)] == [200, 200, 429]


def audience_of(film, now, people):
    for viewer in range(people):
        view(film, now, (0, 400), (500, 560), viewer=viewer)
        view(film, now, (500, 560), viewer=viewer)


def test_player_draws_what_was_played_again_once_enough_have_watched(client, film, now, django_assert_max_num_queries):
    audience_of(film, now, FEWEST_VIEWERS)
    with django_assert_max_num_queries(6):
        answer = client.get(f"/videos/{film.token}/replayed/")
    told = answer.json()
    assert told["box"] == "0 0 1000 200"
    # from the upper edge: what was played again stands highest, what was played least lies on the bar
    heights = {int(x): float(y) for x, y in re.findall(r"(\d+) (\d+\.\d)", told["area"])}
    assert {x for x, y in heights.items() if y == 0} <= set(range(500, 561))
    assert heights[900] == max(heights.values()) == 200
    assert "max-age=300" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("of_staff", [0, 5])
def test_player_draws_nothing_of_a_film_that_few_have_watched(client, film, now, of_staff):
    # as many viewings as it takes, and more: by too few people
    for _ in range(2):
        audience_of(film, now, FEWEST_VIEWERS - 1)
    for viewer in range(of_staff):
        view(film, now, (0, 400), viewer=100 + viewer, kind=ViewerKind.STAFF)
    assert client.get(f"/videos/{film.token}/replayed/").json() == {}


def test_player_draws_nothing_where_all_is_alike_or_of_a_film_of_seconds(client, film, now):
    for viewer in range(FEWEST_VIEWERS):
        view(film, now, (0, 1000), viewer=viewer)
    assert client.get(f"/videos/{film.token}/replayed/").json() == {}
    audience_of(film, now, FEWEST_VIEWERS)
    type(film).objects.filter(pk=film.pk).update(duration_seconds=6)
    assert client.get(f"/videos/{film.token}/replayed/").json() == {}


def test_who_may_not_watch_does_not_learn_what_was_played_again(client, enter, learner, film):
    film.access = Access.ENROLLED
    film.save(update_fields=["access"])
    assert client.get(f"/videos/{film.token}/replayed/").status_code == 403
    client = enter(learner)
    assert client.get(f"/videos/{film.token}/replayed/?embedded").status_code == 403


# --- the desk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(film, broadcast, now):
    view(film, now, (0, 400), viewer=1)
    view(film, now, (0, 60), (300, 330), (300, 330), (300, 330), viewer=2)
    minute = int(broadcast.live_at.timestamp()) // 60
    MinuteViews.objects.create(video=film, minute=minute + 2, screens=8)


def test_desk_reads_numbers_rules_and_curves(enter, director, lesson, watched, film):
    page = enter(director).get(f"/desk/lessons/{lesson.uid}/views/").content.decode()
    assert "Как считается" in page
    assert f"/videos/{film.token}/?t=" in page
    assert page.count('preserveAspectRatio="none" role="img"') == 2
    assert "record/" not in page


def test_lesson_that_nobody_watched_says_so(enter, methodist, lesson, django_assert_max_num_queries):
    client = enter(methodist)
    client.get(f"/desk/lessons/{lesson.uid}/views/")
    with django_assert_max_num_queries(12):
        page = client.get(f"/desk/lessons/{lesson.uid}/views/").content.decode()
    assert 'preserveAspectRatio="none"' not in page
    assert "record/" in page


def test_methodist_writes_the_numbers_down_once(enter, methodist, lesson, watched):
    client = enter(methodist)
    for _ in range(2):
        answer = client.post(f"/desk/lessons/{lesson.uid}/views/record/")
        assert answer.headers["Location"] == f"/desk/lessons/{lesson.uid}/views/"
    assert ViewCount.objects.filter(lesson=lesson).count() == 4
    assert len(list(get_messages(answer.wsgi_request))) == 2


def test_learner_does_not_see_the_desk(enter, learner, lesson):
    assert enter(learner).get(f"/desk/lessons/{lesson.uid}/views/").status_code == 404
