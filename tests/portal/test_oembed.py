import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.programme.factories import LessonFactory, LessonSpeakerFactory, SchoolFactory
from tests.publishing.factories import CollectionFactory
from tests.video.factories import VideoFactory

from nastavnik.portal.selectors.oembed import Room, frame_of, room_of
from nastavnik.publishing.enums import CollectionState
from nastavnik.video.enums import Access, ChapterKind, VideoState
from nastavnik.video.models import Chapter
from nastavnik.video.selectors.desk import EMBED_ROW_PIXELS

SRC = re.compile(r'src="([^"]+)"')


@pytest.fixture
def ask(client, school):
    def asking(path, **words):
        return client.get("/oembed/", {"url": f"{school.base_url}{path}", **words})

    return asking


@settings(deadline=None)
@given(
    width=some.integers(16, 4096),
    height=some.integers(16, 4096),
    room=some.builds(Room, some.none() | some.integers(1, 99999), some.none() | some.integers(1, 99999)),
)
def test_frame_keeps_the_shape_of_the_picture_and_the_room_it_has(width, height, room):
    wide, high = frame_of(width, height, room)

    assert 200 <= wide <= 960
    assert high == round(wide * height / width) + EMBED_ROW_PIXELS
    assert wide == 200 or wide <= (room.width or 960)
    assert wide == 200 or room.height is None or high <= room.height + 1


@pytest.mark.parametrize("text", ["", "0", "-5", "1.5", "x", "100000", "٣"])
def test_room_of_no_number_is_none(text):
    assert room_of(text, text) == Room()
    assert room_of("640", text) == Room(640)


def test_lesson_with_a_film_is_a_video_in_a_frame(ask, school, held, film):
    LessonSpeakerFactory(lesson=held, speaker__name="Ведущая Занятия")

    response = ask("/lessons/held/?t=1m30s")

    said = response.json()
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (said["version"], said["type"], said["title"]) == ("1.0", "video", "Прошедшее занятие")
    assert (said["author_name"], said["provider_name"]) == ("Ведущая Занятия", school.title)
    assert (said["width"], said["height"]) == (960, 540 + EMBED_ROW_PIXELS)
    assert SRC.search(said["html"])[1] == f"{school.base_url}/embed/{film.token}/?t=1m30s"
    assert (said["thumbnail_width"], said["thumbnail_height"]) == (1200, 630)
    assert said["thumbnail_url"].startswith(f"{school.base_url}/cards/lessons/held.png?v=")


def test_little_room_makes_a_small_frame_without_a_thumbnail(ask, held, film):
    said = ask("/lessons/held/", maxwidth="480", maxheight="400").json()

    assert (said["width"], said["height"]) == (480, 270 + EMBED_ROW_PIXELS)
    assert "thumbnail_url" not in said


def test_xml_says_the_same(ask, held, film):
    response = ask("/lessons/held/", format="xml")

    told = {element.tag: element.text for element in ET.fromstring(response.content)}  # noqa: S314 -- our own answer
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert told == {name: str(value) for name, value in ask("/lessons/held/").json().items()}


def test_other_forms_are_not_there(ask, held):
    assert ask("/lessons/held/", format="yaml").status_code == 501


@pytest.mark.parametrize("state", ["coming", "cancelled", "no film"])
def test_lesson_without_a_film_is_a_link_with_its_card(ask, cycle, held, coming, state):
    off = LessonFactory(cycle=cycle, cancelled=True, slug="off")
    VideoFactory(lesson=off, ready=True)
    slug = {"coming": "coming", "cancelled": "off", "no film": "held"}[state]

    said = ask(f"/lessons/{slug}/").json()

    assert said["type"] == "link"
    assert "html" not in said
    assert f"/cards/lessons/{slug}.png" in said["thumbnail_url"]


def test_film_by_its_own_address_is_a_video(ask, school, held):
    by_link = VideoFactory(school=school, ready=True, access=Access.LINK, title="По ссылке")

    for path in (f"/videos/{by_link.token}/", f"/embed/{by_link.token}/"):
        said = ask(path).json()
        assert (said["type"], said["title"]) == ("video", "По ссылке")


def test_film_for_the_enrolled_is_refused_and_its_lesson_is_a_link(ask, held):
    closed = VideoFactory(lesson=held, ready=True, access=Access.ENROLLED)

    assert ask(f"/videos/{closed.token}/").status_code == 401
    assert ask("/lessons/held/").json()["type"] == "link"


def test_other_pages_are_links(ask, school, held):
    collection = CollectionFactory(school=school, state=CollectionState.PUBLISHED, title="Сборник года")

    titles = [
        ask(path).json()["title"]
        for path in ("/", f"/programme/{held.cycle.programme.token}/", f"/collections/{collection.slug}/")
    ]

    assert titles == [school.title, held.cycle.programme.title, "Сборник года"]


def test_what_is_no_page_for_guests_is_missing(client, ask, school, draft, held):
    shelf = VideoFactory(school=school, ready=True)
    broken = VideoFactory(lesson=held, state=VideoState.QUEUED)
    prepared = CollectionFactory(school=school)
    LessonFactory(cycle__programme__school=SchoolFactory(path="other"), held=True, slug="strange")
    paths = [
        "/lessons/draft/",
        "/lessons/strange/",
        "/other/lessons/strange/",
        f"/videos/{shelf.token}/",
        f"/videos/{broken.token}/",
        f"/collections/{prepared.slug}/",
        "/desk/",
        "/nothing/",
    ]

    assert {ask(path).status_code for path in paths} == {404}
    for url in (
        "",
        "http://[",
        "ftp://testserver/lessons/held/",
        "https://evil.example/lessons/held/",
        "/lessons/held/",
    ):
        assert client.get("/oembed/", {"url": url}).status_code == 404


def test_school_by_path_knows_its_pages_alone(client, school, held, now):
    other = SchoolFactory(path="other")
    LessonFactory(cycle__programme__school=other, held=True, slug="there", starts_at=now - timedelta(days=1))

    said = client.get("/other/oembed/", {"url": f"{other.base_url}/lessons/there/"}).json()

    assert said["thumbnail_url"].startswith(f"{other.base_url}/cards/lessons/there.png")
    assert client.get("/other/oembed/", {"url": f"{school.base_url}/lessons/held/"}).status_code == 404


def test_answer_asks_as_often_however_much_there_is(client, ask, school, cycle, held, film, assert_flat):
    def grow():
        lesson = LessonFactory(cycle=cycle, held=True)
        LessonSpeakerFactory(lesson=held)
        VideoFactory(lesson=lesson, ready=True)
        Chapter.objects.create(video=film, seconds=1, title="Смета", kind=ChapterKind.HAND)

    assert_flat(lambda: ask("/lessons/held/"), grow)
    assert_flat(lambda: ask(f"/videos/{film.token}/"), grow)
    assert_flat(lambda: client.get("/cards/lessons/held.png"), grow)


@pytest.mark.parametrize("moment", ["1m30s", "90-130", "1:30"])
def test_place_of_a_film_goes_along(ask, held, film, moment):
    assert f"?t={moment.replace(':', '%3A')}" in ask(f"/lessons/held/?t={moment}").json()["html"]


def test_place_that_is_none_stays_behind(ask, held, film):
    html = ask('/lessons/held/?t="><script>').json()["html"]

    assert "?t=" not in html
    assert "script" not in html
