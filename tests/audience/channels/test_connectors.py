"""Connectors: what places answer rightly, emptily, slowly, brokenly and with malice; no number is made up, nothing is believed."""

import pytest

from nastavnik.audience.channels import base, vk
from nastavnik.audience.channels.base import Talk, retry_after
from nastavnik.audience.channels.culture import Culture
from nastavnik.audience.channels.places import Sort, outer_id_in, read_place
from nastavnik.audience.channels.rutube import Rutube
from nastavnik.audience.channels.vk import VkPosts
from nastavnik.audience.enums import PlacementState, PullState
from nastavnik.core.outside import Answer
from nastavnik.live.enums import PortalState

FILM, GONE = "0123456789abcdef" * 2, "f" * 32


def test_rutube_tells_the_views_that_its_page_shows(rutube, places):
    places.films[FILM] = 61
    told = rutube.ask([FILM, GONE, "../../admin"])

    assert (told.state, told.numbers) == (PullState.WELL, {FILM: 61})
    assert told.found == {FILM: PlacementState.THERE, GONE: PlacementState.MISSING}
    assert places.asked == [FILM, GONE]


def test_vk_tells_the_views_of_the_film_and_never_those_of_the_post(posts, places, waits):
    places.posts |= {"-1_2": 7745, "-1_3": None, "-1_4": 12}
    told = posts.ask(["-1_2", "-1_3", "-1_4", "-1_5", "-1_2", "wall-1_9"])

    assert (told.state, told.numbers) == (PullState.WELL, {"-1_2": 7745, "-1_4": 12})
    assert told.found["-1_3"] == PlacementState.HIDDEN
    assert told.found["-1_5"] == PlacementState.MISSING
    # in two groups, at most three calls a second
    assert (places.asked, waits) == (["wall.getById"] * 2, [0.4])


def test_vk_tells_films_to_a_persons_key(vk_films, places):
    places.posts["-1_2"] = 5

    assert vk_films.ask(["-1_2"]).numbers == {"-1_2": 5}
    assert places.asked == ["video.get"]


def test_a_post_with_two_films_tells_no_number(posts, places):
    film = b'{"type":"video","video":{"views":5}}'
    places.said = b'{"response":[{"owner_id":-1,"id":2,"attachments":[%s,%s]}]}' % (film, film)

    assert posts.ask(["-1_2"]).state == PullState.EMPTY


@pytest.mark.parametrize("views", [-5, 10**11, 1.5, True, "7745", None, [1], {"count": 1}])
def test_numbers_that_cannot_be_true_are_left_out(rutube, places, views):
    places.films |= {FILM: views, GONE: 7}
    told = rutube.ask([FILM, GONE])

    assert (told.state, told.numbers) == (PullState.BROKEN, {GONE: 7})


def test_absurd_views_of_vk_are_left_out(posts, places):
    places.posts |= {"-1_2": -7, "-1_3": 8}

    assert posts.ask(["-1_2", "-1_3"]).numbers == {"-1_3": 8}


def test_answers_about_other_ids_than_asked_are_not_believed(rutube, posts, places):
    places.said = b'{"id": "%s", "hits": 5}' % GONE.encode()
    assert rutube.ask([FILM]).numbers == {}
    places.said = b'{"response": {"items": [{"owner_id": -9, "id": 9, "views": 5}, "strange"]}}'
    assert posts.ask(["-1_2"]).numbers == {}


@pytest.mark.parametrize(
    "said",
    [b"", b"<html>", b"[]", b"7", b'{"response": 5}', b"[" * 100_000, b"\xff\xfe"],
    ids=["empty", "page", "list", "number", "no items", "deep", "no text"],
)
def test_what_is_no_answer_is_broken(posts, places, said):
    places.said = said

    told = posts.ask(["-1_2"])
    assert (told.state, told.numbers) == (PullState.BROKEN, {})
    assert told.said


def test_a_place_that_sends_elsewhere_is_not_followed(rutube, places):
    places.films[FILM] = 5
    places.sends_to = f"{places.rutube}/{FILM}/"

    assert rutube.ask([FILM]).state == PullState.BROKEN
    assert places.asked == [FILM]


def test_an_answer_without_end_is_not_read(rutube, places):
    places.said = b" " * (2**20 + 1)
    told = rutube.ask([FILM])

    assert (told.state, told.said) == (PullState.BROKEN, "Ответ слишком велик, поэтому не прочитан.")


def test_a_place_inside_is_not_asked(places, settings, talk):
    settings.EXCHANGE_INSIDE = settings.DEBUG = False

    assert Rutube("https://127.0.0.1/api/video", talk).ask([FILM]).state == PullState.BROKEN
    assert not places.asked


def test_who_is_silent_is_asked_three_times_with_longer_waits(rutube, places, waits, monkeypatch):
    monkeypatch.setattr(base, "SECONDS", 0.2)
    places.is_slow = True

    assert rutube.ask([FILM, GONE]).state == PullState.SILENT
    assert waits == list(base.BACKOFF)


def test_who_is_out_of_order_for_a_moment_is_asked_again(rutube, places):
    places.films[FILM] = 61
    places.down, places.times = 503, 2
    assert rutube.ask([FILM]).numbers == {FILM: 61}

    places.times = -1
    told = rutube.ask([FILM])
    assert (told.state, "503" in told.said) == (PullState.SILENT, True)


def test_a_place_that_takes_minutes_is_asked_for_a_part(places):
    places.films |= {FILM: 61, GONE: 5}
    slow = Talk(0.0, sleep=lambda _seconds: None, whole_seconds=-1.0)
    told = Rutube(places.rutube, slow).ask([FILM, GONE])

    assert told.state == PullState.SILENT
    assert not places.asked


def test_who_finds_that_we_ask_too_often_says_when_to_come_back(rutube, places):
    places.down, places.headers = 429, {"Retry-After": "7200"}
    told = rutube.ask([FILM])

    assert (told.state, told.retry_after) == (PullState.PACED, 7200)
    assert [retry_after(Answer(429, {"retry-after": text}, b"")) for text in ("soon", "1", "999999", "9999999")] == [
        3600, 60, 86_400, 3600,
    ]  # fmt: skip


def test_a_place_that_lets_nobody_look_is_counted_by_hand(rutube, places):
    places.down = 403

    assert rutube.ask([FILM]).state == PullState.REFUSED


@pytest.mark.parametrize("code", vk.ERRORS)
def test_every_error_of_vk_has_a_state_and_words_without_the_key(posts, places, code):
    places.error = code
    told = posts.ask(["-1_2"])

    state, words, wait = vk.ERRORS[code]
    assert (told.state, told.said, told.retry_after) == (state, str(words), wait)
    assert places.key not in told.said


def test_asked_too_often_in_a_second_vk_is_asked_once_more(posts, places, waits):
    places.posts["-1_2"] = 5
    places.error, places.times = 6, 1

    assert posts.ask(["-1_2"]).numbers == {"-1_2": 5}
    assert 1.0 in waits


@pytest.mark.parametrize(
    "said", [b'{"error": {"error_code": 777}}', b'{"error": "no"}', b'{"error": {"error_code": "5"}}']
)
def test_errors_that_nobody_knows_are_told_as_such(posts, places, said):
    places.said = said

    assert posts.ask(["-1_2"]).state == PullState.BROKEN


def test_a_wrong_key_is_refused(places, talk):
    assert VkPosts("wrong", places.vk, talk).ask(["-1_2"]).state == PullState.REFUSED


def test_what_was_told_before_a_place_stopped_is_kept(rutube, places):
    places.films |= {FILM: 61}
    places.times = 0
    told = rutube.ask([FILM])
    places.down, places.times = 403, -1

    assert told.numbers == {FILM: 61}
    assert rutube.ask([FILM]).numbers == {}


def test_the_export_tells_events_and_never_a_number():
    states = {"1": PortalState.PUBLISHED, "2": PortalState.WAITING, "3": PortalState.MISSING}
    told = Culture("key", lambda number, _key: states[number]).ask(["1", "2", "3"])

    assert (told.state, told.numbers) == (PullState.WELL, {})
    assert list(told.found.values()) == [PlacementState.THERE, PlacementState.WAITING, PlacementState.MISSING]
    assert Culture("key").ask([]).state == PullState.EMPTY


@pytest.mark.parametrize(
    ("portal", "state"), [(PortalState.REFUSED, PullState.REFUSED), (PortalState.SILENT, PullState.SILENT)]
)
def test_the_export_that_does_not_answer_stops_the_round(portal, state):
    asked = []
    told = Culture("key", lambda number, _key: asked.append(number) or portal).ask(["1", "2"])

    assert (told.state, asked) == (state, ["1"])


@pytest.mark.parametrize(
    ("url", "sort", "outer_id"),
    [
        ("https://vkvideo.ru/video-123_456", Sort.VK_VIDEO, "-123_456"),
        ("https://vk.com/video-123_456?list=ln-abc", Sort.VK_VIDEO, "-123_456"),
        ("https://m.vk.com/video/@school?z=video-123_456%2Fpl", Sort.VK_VIDEO, "-123_456"),
        ("https://vk.com/wall-1_2", Sort.VK_POST, "-1_2"),
        ("https://www.vk.ru/school?w=wall-1_2", Sort.VK_POST, "-1_2"),
        (f"https://rutube.ru/video/{FILM}/", Sort.RUTUBE, FILM),
        (f"https://rutube.ru/video/private/{FILM}/?p=x", Sort.RUTUBE, FILM),
        ("https://www.culture.ru/events/4100001/lekciya", Sort.CULTURE, "4100001"),
        ("https://pro.culture.ru/new/events/77", Sort.CULTURE, "77"),
    ],
)
def test_addresses_of_places_are_read(url, sort, outer_id):
    place = read_place(url)

    assert place is not None
    assert (place.sort, place.outer_id) == (sort, outer_id)


@pytest.mark.parametrize(
    "url",
    [
        "https://vk.com/school",
        "https://evil.example/video-1_2",
        "https://vk.com.evil.example/wall-1_2",
        f"https://rutube.ru/video/{FILM}0/",
        "https://culture.ru/events/abc",
        "https://[",
        "",
    ],
)
def test_other_addresses_are_left_to_people(url):
    assert outer_id_in(url) == ""
