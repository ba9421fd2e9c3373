"""What readers of news and programs of podcasts are told; both are read by a real parser."""

import re
from datetime import timedelta

import feedparser
import pytest
from tests.programme.factories import LessonFactory, LessonSpeakerFactory, SchoolFactory
from tests.video.factories import SoundFileFactory, VideoFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.core.memory import forget_all
from nastavnik.portal.selectors.feeds import MOST_LESSONS, plain
from nastavnik.programme.models import Lesson
from nastavnik.video.enums import Access, ChapterKind
from nastavnik.video.models import Chapter

FEEDS = ["/feeds/lessons.rss", "/feeds/podcast.rss"]


@pytest.fixture
def read(client):
    def reading(path):
        response = client.get(path)
        assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
        feed = feedparser.parse(response.content)
        assert not feed.bozo
        return feed

    return reading


def lessons_of(read):
    return {entry.title: entry for entry in read("/feeds/lessons.rss").entries}


def test_feed_of_lessons_tells_of_those_that_guests_see(read, school, held, coming, draft):
    LessonSpeakerFactory(lesson=held, speaker__name="Ведущая Занятия")
    Lesson.objects.filter(pk=held.pk).update(summary="О том, как это было.")

    feed = read("/feeds/lessons.rss")

    entries = lessons_of(read)
    assert (feed.feed.title, feed.feed.language) == (school.title, "ru")
    assert [entry.title for entry in feed.entries] == ["Будущее занятие", "Прошедшее занятие"]
    past = entries["Прошедшее занятие"]
    assert past.link == f"{school.base_url}/lessons/held/"
    assert (past.id, past.author) == (f"lesson:{held.uid}", "Ведущая Занятия")
    assert "О том, как это было." in past.description
    assert [tag.term for tag in past.tags] == ["Мастер-класс", held.cycle.title]


def test_feed_never_dates_a_lesson_into_the_future(read, held, coming, now):
    entries = lessons_of(read)

    assert entries["Будущее занятие"].published_parsed <= (now + timedelta(hours=1)).utctimetuple()
    assert entries["Прошедшее занятие"].published_parsed == held.starts_at.utctimetuple()


def test_feed_says_that_a_lesson_is_off(read, cycle):
    LessonFactory(cycle=cycle, cancelled=True, slug="off", title="Отменённое", cancelled_because="Ведущая заболела.")

    described = lessons_of(read)["Отменённое"].description

    assert described.startswith("Занятие отменено.")
    assert "Ведущая заболела." in described


def test_feed_of_many_lessons_has_the_newest(read, cycle, now):
    for number in range(MOST_LESSONS + 1):
        LessonFactory(
            cycle=cycle, held=True, slug=f"l{number}", title=f"№ {number}", starts_at=now - timedelta(days=number)
        )

    titles = list(lessons_of(read))

    assert len(titles) == MOST_LESSONS
    assert titles[0] == "№ 0"


@pytest.fixture
def sound(film):
    return SoundFileFactory(video=film, bytes=123456)


def test_podcast_has_sound_with_its_length_and_type(client, read, school, held, film, sound):
    feed = read("/feeds/podcast.rss")

    (entry,) = feed.entries
    (file,) = entry.enclosures
    assert (file.href, file.length, file.type) == (
        f"{school.base_url}/videos/{film.token}/sound.m4a",
        "123456",
        "audio/x-m4a",
    )
    assert (entry.title, entry.link) == ("Прошедшее занятие", f"{school.base_url}/lessons/held/")
    assert (entry.id, entry.itunes_duration) == (f"film:{film.token}", "60")
    assert f"{school.base_url}/lessons/held/" in entry.description
    assert feed.feed.author == school.owner.name
    assert feed.feed.image.href.startswith(f"{school.base_url}/cards/podcast/{school.slug}.png")
    assert feed.feed.tags[0].term == "Education"
    assert feed.feed.itunes_type == "episodic"
    assert b"<itunes:explicit>true" not in client.get("/feeds/podcast.rss").content


def test_podcast_names_who_speaks_and_marks_what_is_for_adults(client, read, held, sound):
    LessonSpeakerFactory(lesson=held, speaker__name="Ведущая Занятия")
    Lesson.objects.filter(pk=held.pk).update(age_rating="18+", summary="О взрослом.")

    (entry,) = read("/feeds/podcast.rss").entries

    assert b"<itunes:explicit>true" in client.get("/feeds/podcast.rss").content
    assert entry.author == "Ведущая Занятия"
    assert entry.description.startswith("О взрослом.")


def test_podcast_has_the_words_that_were_written_down(client, school, film, sound):
    CueFactory(transcript__video=film, transcript__language="en")
    CueFactory(transcript__video=film)
    TranscriptFactory(video=film, language="de")

    body = client.get("/feeds/podcast.rss").content.decode()

    told = re.findall(r'<podcast:transcript language="(\w+)" type="text/vtt" url="([^"]+)"', body)
    address = f"{school.base_url}/videos/{film.token}/words"
    assert told == [("ru", f"{address}/ru.vtt"), ("en", f"{address}/en.vtt")]
    assert client.get(f"/videos/{film.token}/words/ru.vtt")["Content-Type"].startswith("text/vtt")


def test_podcast_leads_to_the_chapters_of_a_film_that_has_some(client, school, film, sound):
    assert "podcast:chapters" not in client.get("/feeds/podcast.rss").content.decode()
    forget_all()
    for seconds, title in ((0, "Начало"), (20.5, "Смета")):
        Chapter.objects.create(video=film, seconds=seconds, title=title, kind=ChapterKind.HAND)

    body = client.get("/feeds/podcast.rss").content.decode()

    path = f"/videos/{film.token}/chapters.json"
    told = client.get(path)
    assert f'<podcast:chapters type="application/json+chapters" url="{school.base_url}{path}"/>' in body
    assert told["Content-Type"] == "application/json+chapters"
    assert told.json() == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0.0, "endTime": 20.5, "title": "Начало"},
            {"startTime": 20.5, "endTime": 60.0, "title": "Смета"},
        ],
    }


def test_podcast_has_only_what_everybody_may_hear(read, school, cycle, held, draft, film, sound):
    SoundFileFactory(video=VideoFactory(lesson=held, ready=True, access=Access.ENROLLED))
    SoundFileFactory(video=VideoFactory(lesson=held, ready=True, removed_at=held.starts_at))
    SoundFileFactory(video=VideoFactory(lesson=draft, ready=True))
    SoundFileFactory(video=VideoFactory(lesson=LessonFactory(cycle=cycle, cancelled=True), ready=True))
    SoundFileFactory(video=VideoFactory(lesson=held, ready=True), build="older")
    SoundFileFactory(video=VideoFactory(lesson=held, ready=True), bytes=0)
    strange = LessonFactory(cycle__programme__school=SchoolFactory(path="other"), held=True)
    SoundFileFactory(video=VideoFactory(lesson=strange, ready=True))

    assert [entry.id for entry in read("/feeds/podcast.rss").entries] == [f"film:{film.token}"]


def test_podcast_leaves_out_a_lesson_that_is_not_among_the_visible(read, held, sound, monkeypatch):
    monkeypatch.setattr("nastavnik.portal.selectors.podcast.lessons_by_ids", lambda *_all: {})

    assert read("/feeds/podcast.rss").entries == []


@pytest.mark.parametrize("path", FEEDS)
def test_feed_is_not_sent_twice_to_who_has_it(client, school, held, sound, path):
    first = client.get(path)

    assert first["Cache-Control"] == "public, max-age=300"
    assert not first.cookies
    for known in (first["ETag"], f"W/{first['ETag']}"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again["ETag"]) == (304, first["ETag"])


@pytest.mark.parametrize("path", FEEDS)
def test_feed_asks_as_often_however_much_there_is(client, school, cycle, assert_flat, path):
    def grow():
        lesson = LessonFactory(cycle=cycle, held=True)
        LessonSpeakerFactory(lesson=lesson)
        CueFactory(transcript__video=SoundFileFactory(video=VideoFactory(lesson=lesson, ready=True)).video)

    assert_flat(lambda: client.get(path), grow)


@pytest.mark.parametrize("path", FEEDS)
def test_feed_takes_any_words(read, school, held, sound, path):
    title = "<b>&\u0000\u000b]]>\ud800 «Я»"
    Lesson.objects.filter(pk=held.pk).update(title=title.replace("\u0000", "").replace("\ud800", ""), summary="\u0001")

    assert read(path).entries[0].title == plain(title)


def test_page_of_recordings_leads_to_both(client, held, film):
    page = client.get("/videos/").content.decode()

    assert [path in page for path in FEEDS] == [True, True]
