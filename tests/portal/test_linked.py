"""The shapes of schema.org that search engines ask for, on the pages as they are answered."""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from tests.mentoring.answering.factories import PublicAnswerFactory
from tests.mentoring.factories import ConsultationFactory
from tests.programme.factories import LessonFactory, LessonSpeakerFactory
from tests.publishing.factories import CollectionFactory
from tests.video.factories import VideoFactory

from nastavnik.publishing.enums import CollectionState
from nastavnik.video.enums import ChapterKind
from nastavnik.video.models import Chapter

LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DURATION = re.compile(r"PT\d+H\d+M\d+S")

# what has to be there for a page to be shown as more than a line (developers.google.com/search/docs/appearance)
REQUIRED = {
    "Course": {"name", "description", "provider", "offers", "hasCourseInstance"},
    "CourseInstance": {"courseMode", "courseWorkload"},
    "EducationEvent": {"name", "startDate", "location", "eventStatus", "organizer"},
    "VideoObject": {"name", "thumbnailUrl", "uploadDate", "embedUrl", "duration"},
    "Clip": {"name", "startOffset", "endOffset", "url"},
    "Book": {"name", "url", "inLanguage"},
    "QAPage": {"mainEntity"},
    "Question": {"name", "answerCount", "acceptedAnswer"},
    "Answer": {"text", "url"},
    "Person": {"name"},
    "Offer": {"price", "priceCurrency", "category"},
}


def things(page):
    """Every thing of a page, however deep, by its type."""
    found = {}

    def walk(value):
        if isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, dict):
            if "@type" in value:
                found.setdefault(value["@type"], []).append(value)
            for one in value.values():
                walk(one)

    for text in LINKED.findall(page.content.decode()):
        walk(json.loads(text))
    return found


def check(found):
    """Nothing that is required is missing or empty; addresses are whole, dates have a zone, lengths are ISO 8601."""
    for kind, names in REQUIRED.items():
        for thing in found.get(kind, []):
            assert not [name for name in names if thing.get(name) in (None, "", [])], thing
    for thing in (one for ones in found.values() for one in ones):
        for name in ("url", "embedUrl", "thumbnailUrl", "image"):
            assert name not in thing or urlsplit(thing[name]).scheme in {"http", "https"}, thing
        for name in ("duration", "courseWorkload", "timeRequired"):
            assert name not in thing or DURATION.fullmatch(thing[name]), thing
        if "uploadDate" in thing:
            assert datetime.fromisoformat(thing["uploadDate"]).tzinfo


def chapters(film, *places):
    for seconds, title in places:
        Chapter.objects.create(video=film, seconds=seconds, title=title, kind=ChapterKind.HAND)


def test_film_has_its_chapters_as_key_moments(client, school, held, film):
    chapters(film, (0, "Начало"), (20.7, "Смета"), (20.9, "Сразу за ней"), (45, "Вопросы"))

    found = things(client.get("/lessons/held/"))

    check(found)
    clips = [(one["name"], one["startOffset"], one["endOffset"], one["url"]) for one in found["Clip"]]
    page = f"{school.base_url}/lessons/held/"
    assert clips == [
        ("Начало", 0, 20, f"{page}?t=0"),
        ("Сразу за ней", 20, 45, f"{page}?t=20"),
        ("Вопросы", 45, 60, f"{page}?t=45"),
    ]
    assert "SeekToAction" not in found


def test_film_without_chapters_says_how_a_second_is_named(client, school, held):
    VideoFactory(lesson=held, ready=True, has_poster=False)

    found = things(client.get("/lessons/held/"))

    check(found)
    assert found["SeekToAction"][0]["target"] == f"{school.base_url}/lessons/held/?t={{seek_to_second_number}}"
    assert "/cards/lessons/held.png" in found["VideoObject"][0]["thumbnailUrl"]


def test_lesson_is_an_event_with_its_card_that_costs_nothing(client, coming):
    found = things(client.get("/lessons/coming/"))

    check(found)
    event = found["EducationEvent"][0]
    assert "/cards/lessons/coming.png" in event["image"]
    assert (event["offers"]["price"], event["isAccessibleForFree"]) == (0, True)
    assert "VideoObject" not in found


def test_year_is_a_course_with_its_cycles_hours_and_speakers(client, school, cycle, held, coming):
    LessonSpeakerFactory(lesson=held, speaker__name="Ведущая Занятия")
    planned = timedelta(minutes=held.duration_minutes + coming.duration_minutes)

    found = things(client.get(f"/programme/{cycle.programme.token}/"))

    check(found)
    instance = found["CourseInstance"][0]
    hours, rest = divmod(int(planned.total_seconds()), 3600)
    assert instance["courseWorkload"] == f"PT{hours}H{rest // 60}M0S"
    assert [one["name"] for one in instance["instructor"]] == ["Ведущая Занятия"]
    assert [one["name"] for one in found["Syllabus"]] == [cycle.title]


def test_year_that_is_hidden_has_no_picture_and_one_of_nobody_no_teacher(enter, methodist, school, cycle):
    cycle.programme.is_public = False
    cycle.programme.save()

    found = things(enter(methodist).get(f"/programme/{cycle.programme.token}/"))

    check(found)
    assert "image" not in found["Course"][0]
    assert "syllabusSections" not in found["Course"][0]
    assert "instructor" not in found["CourseInstance"][0]


def test_year_tells_what_its_cycles_are_about(client, school, cycle, held):
    cycle.description = "От идеи к заявке"
    cycle.save()

    assert things(client.get("/programme/"))["Syllabus"][0]["description"] == "От идеи к заявке"


def test_collection_is_a_book(client, school):
    collection = CollectionFactory(school=school, state=CollectionState.PUBLISHED)

    page = client.get(f"/collections/{collection.slug}/")

    found = things(page)
    check(found)
    card = f"{school.base_url}/cards/collections/{collection.slug}.png"
    assert found["Book"][0]["image"] == card
    assert f'<meta property="og:image" content="{card}">' in page.content.decode()
    assert found["Book"][0]["name"] == collection.title


def test_public_answer_is_a_page_of_questions(client, school):
    answer = PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True), public=True)

    found = things(client.get(f"/consultations/answers/{answer.token}/"))

    check(found)
    assert found["QAPage"]
    assert found["Question"]


@pytest.mark.parametrize("path", ["/", "/programme/", "/lessons/held/", "/lessons/off/"])
def test_whatever_a_page_says_is_whole(client, cycle, held, coming, film, path):
    LessonFactory(cycle=cycle, cancelled=True, slug="off")
    LessonSpeakerFactory(lesson=held)

    found = things(client.get(path))

    assert found
    check(found)
