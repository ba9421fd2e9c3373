import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest
from tests.mentoring.answering.factories import PublicAnswerFactory
from tests.mentoring.factories import ConsultationFactory
from tests.programme.factories import LessonFactory
from tests.publishing.factories import CollectionFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.portal.selectors import map as site_map
from nastavnik.publishing.enums import CollectionState
from nastavnik.video.enums import VideoState

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "video": "http://www.google.com/schemas/sitemap-video/1.1",
}


@pytest.fixture
def read(client):
    def reading(path):
        forget_all()  # a minute has passed
        response = client.get(path)
        assert response["Content-Type"] == "application/xml; charset=utf-8"
        return ET.fromstring(response.content)  # noqa: S314 -- our own page

    return reading


def addresses(root):
    return [one.text for one in root.findall("s:url/s:loc", NAMES)]


def test_map_names_the_film_of_a_lesson(read, school, held, coming, film):
    (told,) = read("/sitemap.xml").findall("s:url/video:video", NAMES)

    said = {one.tag.partition("}")[2]: one.text for one in told}
    assert said["title"] == "Прошедшее занятие"
    assert said["description"] == (held.summary or held.title)
    assert said["thumbnail_loc"] == f"{school.base_url}/videos/{film.token}/poster/"
    assert said["player_loc"] == f"{school.base_url}/embed/{film.token}/"
    assert (said["duration"], said["requires_subscription"]) == ("60", "no")
    assert datetime.fromisoformat(said["publication_date"]) == film.playable_at


def test_map_says_that_a_page_changed_when_its_film_came(read, school, held, coming, film, now):
    type(held).objects.update(updated_at=now - timedelta(days=2))

    changed = {one.find("s:loc", NAMES).text: one.find("s:lastmod", NAMES) for one in read("/sitemap.xml")}

    days = [datetime.fromisoformat(changed[f"{school.base_url}/lessons/{slug}/"].text) for slug in ("held", "coming")]
    assert days[0] - days[1] > timedelta(days=1)


@pytest.mark.parametrize("seconds", [None, 0.2, 30_000.0])
def test_map_tells_no_length_that_cannot_be_told(read, school, held, seconds):
    VideoFactory(lesson=held, ready=True, duration_seconds=seconds, has_poster=False)

    (told,) = read("/sitemap.xml").findall("s:url/video:video", NAMES)

    assert told.find("video:duration", NAMES) is None
    assert told.find("video:thumbnail_loc", NAMES).text == f"{school.base_url}/cards/lessons/held.png"


def test_map_tells_nothing_of_a_film_on_air(read, held):
    VideoFactory(lesson=held, state=VideoState.RECORDING, build="live")

    assert read("/sitemap.xml").findall("s:url/video:video", NAMES) == []


def test_map_of_many_pages_is_in_parts_that_have_each_page_once(client, read, school, cycle, held, film, monkeypatch):
    for number in range(7):
        LessonFactory(cycle=cycle, held=True, slug=f"more-{number}")
    PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True), public=True)
    CollectionFactory(school=school, state=CollectionState.PUBLISHED)
    whole = addresses(read("/sitemap.xml"))
    monkeypatch.setattr(site_map, "PART_PAGES", 4)

    index = read("/sitemap.xml")

    parts = [one.text for one in index.findall("s:sitemap/s:loc", NAMES)]
    read_in_parts = [addresses(read(part.removeprefix(school.base_url))) for part in parts]
    assert index.tag.endswith("sitemapindex")
    assert [len(part) for part in read_in_parts[:-1]] == [4] * (len(parts) - 1)
    assert [address for part in read_in_parts for address in part] == whole
    assert len(set(whole)) == len(whole)
    assert f"{school.base_url}/programme/{cycle.programme.token}/" in whole
    for number in (0, len(parts) + 1):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_map_is_not_sent_twice_to_who_has_it(client, school, held):
    first = client.get("/sitemap.xml")

    assert client.get("/sitemap.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304
