"""One database of `bench.report`, in a process of its own: `python -m bench._report_world PEOPLE LESSONS`."""

import json
import os
import sys
import time
from datetime import date, timedelta
from typing import Any

import django

os.environ |= {"LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings"}
django.setup()

from django.conf import settings  # noqa: E402 -- models can be read only now
from django.core.management import call_command  # noqa: E402 -- the same
from django.db import connection, models  # noqa: E402 -- the same
from django.test import Client  # noqa: E402 -- the same
from django.test.utils import CaptureQueriesContext  # noqa: E402 -- the same

from bench._processor import database_seconds  # noqa: E402 -- the same
from nastavnik.audience.enums import CountMethod, Metric, PlaceKind  # noqa: E402 -- the same
from nastavnik.audience.models import CountedChannel, DayViews, ViewCount  # noqa: E402 -- the same
from nastavnik.core import clock  # noqa: E402 -- the same
from nastavnik.core.memory import forget_all  # noqa: E402 -- the same
from nastavnik.learning.models import Attendance, RollCall  # noqa: E402 -- the same
from nastavnik.mentoring.models import SettlementPoint  # noqa: E402 -- the same
from nastavnik.people.enums import Role  # noqa: E402 -- the same
from nastavnik.people.models import Library, NetworkMember, Organisation, RoleAssignment, User  # noqa: E402 -- the same
from nastavnik.programme.enums import LessonKind, LessonState  # noqa: E402 -- the same
from nastavnik.programme.models import Cycle, Enrolment, Lesson, Programme, School  # noqa: E402 -- the same
from nastavnik.programme.permissions import place_of  # noqa: E402 -- the same
from nastavnik.video.enums import VideoState  # noqa: E402 -- the same
from nastavnik.video.models import Video  # noqa: E402 -- the same

BATCH = 5000
LIBRARIES = 200
# each film is viewed on each of them
DAYS = 365
VIEWS = 20_000_000
TIMES = 12
DAY = timedelta(days=1)
# Each person at ten lessons of her own; written by the database itself, because there are a million of them.
ATTENDED = """
INSERT INTO learning_attendance (lesson_id, user_id, way, came_at, left_at, seconds, percent)
WITH RECURSIVE d (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM d WHERE n < 9)
SELECT l.id, p.id, 'room', l.starts_at, l.starts_at, 3000, 90 FROM people_user p CROSS JOIN d
JOIN programme_lesson l ON l.id = %s + (p.id * 13 + d.n * 97) %% %s
"""
COUNTED = """
INSERT INTO learning_completion (user_id, lesson_id, way, hours, percent, completed_at)
WITH RECURSIVE d (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM d WHERE n < 9)
SELECT p.id, l.id, 'watched', 1.5, 90, l.starts_at FROM people_user p CROSS JOIN d
JOIN programme_lesson l ON l.id = %s + (p.id * 13 + d.n * 97) %% %s
"""
VIEWED = """
INSERT INTO audience_dayviews
    (video_id, day, kind, is_live, views, embedded_views, unique_viewers, new_viewers, seconds)
WITH RECURSIVE d (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM d WHERE n + 1 < %s)
SELECT v.id, {day}, k.kind, false, %s, 0, %s, %s, %s
FROM video_video v CROSS JOIN d CROSS JOIN (SELECT 0 AS kind UNION ALL SELECT 1 UNION ALL SELECT 2) k
"""
EARLIER = {"sqlite": "date(%s, -d.n || ' days')", "postgresql": "%s::date - d.n"}
# what `services.viewing.sums` keeps beside the days
MONTHS = """
INSERT INTO audience_monthviews (video_id, month, kind, is_live, views, new_viewers, seconds)
SELECT video_id, {month}, kind, is_live, SUM(views), SUM(new_viewers), SUM(seconds)
FROM audience_dayviews GROUP BY video_id, {month}, kind, is_live
"""
FIRST_OF_MONTH = {"sqlite": "substr(day, 1, 8) || '01'", "postgresql": "date_trunc('month', day)::date"}
PLAIN = (
    "SELECT COUNT(*) FROM learning_attendance",
    "SELECT SUM(views), SUM(seconds) FROM audience_dayviews WHERE kind IN (0, 1)",
)


def write(model: type[models.Model], rows: Any) -> list[Any]:
    """Write rows in batches and return them with their numbers."""
    return model._default_manager.bulk_create(list(rows), batch_size=BATCH)


def make(people: int, lessons: int) -> None:
    """Make the school, its network and people, what they attended and what was watched."""
    now = clock.now()
    owner = Organisation.objects.create(name="Сеть", name_key="сеть", short_name="Сеть")
    school = School.objects.create(slug="bench", title="Школа", owner=owner)
    place = place_of(school)
    NetworkMember.objects.create(place_kind=place.kind, place_id=place.id, organisation=owner, is_keeper=True)
    libraries = make_libraries(school, owner)
    held = make_lessons(school, lessons)
    users = write(
        User,
        (
            User(email=f"p{n}@bench.example", full_name=f"Лесная Анна {n}", library=libraries[n % LIBRARIES])
            for n in range(people)
        ),
    )
    programme = held[0].cycle.programme
    write(Enrolment, (Enrolment(programme=programme, user=user, enrolled_at=now) for user in users))
    with connection.cursor() as cursor:
        cursor.execute(ATTENDED, [held[0].pk, lessons])
        cursor.execute(COUNTED, [held[0].pk, lessons])
    write(
        RollCall,
        (RollCall(lesson=one, screens=900, people=1500, began_at=now, ended_at=now, taken_at=now) for one in held),
    )
    make_views(school, held)
    methodist = User.objects.create_user("methodist@bench.example", full_name="Методист")
    RoleAssignment.objects.create(
        user=methodist, role=Role.METHODIST, place_kind=place.kind, place_id=place.id, granted_at=now
    )


def make_libraries(school: School, owner: Organisation) -> list[Library]:
    """Make the libraries, each in a settlement of its own."""
    names = [f"село {n}" for n in range(LIBRARIES)]
    write(
        SettlementPoint,
        (
            SettlementPoint(school=school, key=name, name=name, latitude=50 + n % 20 / 20, longitude=36 + n / LIBRARIES)
            for n, name in enumerate(names)
        ),
    )
    return write(
        Library,
        (
            Library(
                organisation=owner, number=n + 1, name=f"Б {n}", name_key=f"б {n}", settlement=name, settlement_key=name
            )
            for n, name in enumerate(names)
        ),
    )


def make_lessons(school: School, lessons: int) -> list[Lesson]:
    """Make lessons of three years, all of them held."""
    programme = Programme.objects.create(
        school=school, title="Год", starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31)
    )
    cycle, now, kinds = Cycle.objects.create(programme=programme, title="Цикл"), clock.now(), list(LessonKind)
    rows = (
        Lesson(
            cycle=cycle,
            school=school,
            slug=f"lesson-{n}",
            title=f"Занятие {n}",
            number=n + 1,
            kind=kinds[n % len(kinds)],
            state=LessonState.HELD,
            starts_at=now - (lessons - n) * DAY,
        )
        for n in range(lessons)
    )
    return write(Lesson, rows)


def make_views(school: School, lessons: list[Lesson]) -> None:
    """Make a film of each lesson, the sums of its days, and what two channels told of it three times."""
    now, today = clock.now(), clock.now().date()
    films = write(
        Video,
        (
            Video(
                school=school,
                lesson=one,
                title=one.title,
                state=VideoState.READY,
                build="b",
                duration_seconds=3600,
                created_at=now,
                playable_at=now,
                access="open",
            )
            for one in lessons
        ),
    )
    each = VIEWS // (len(films) * DAYS * 2)
    with connection.cursor() as cursor:
        cursor.execute(
            VIEWED.format(day=EARLIER[connection.vendor]),
            [DAYS, today.isoformat(), each, each, each, each * 600],
        )
        cursor.execute(MONTHS.format(month=FIRST_OF_MONTH[connection.vendor]))
    for kind, metric in ((PlaceKind.VK, Metric.TOTAL_VIEWS), (PlaceKind.CULTURE, Metric.LIVE_VIEWS)):
        channel = CountedChannel.objects.create(school=school, kind=kind, title=str(PlaceKind(kind).label))
        facts = {"school": school, "channel": channel, "metric": metric, "method": CountMethod.CSV, "made_at": now}
        write(
            ViewCount,
            (
                ViewCount(lesson=one, value=100 + n, as_of=now - (9 - n) * DAY, **facts)
                for one in lessons
                for n in range(3)
            ),
        )


def pages_of() -> dict[str, str]:
    """Return the pages by their words."""
    year = clock.now().year
    return {
        "report, the whole time": "/desk/reports/",
        "report of a year, with the last": f"/desk/reports/?from={year}-01-01&to={year}-12-31",
        "rows of visits": "/desk/reports/figures/attendance.visits/",
        "rows of views on the own page": "/desk/reports/figures/views.own.total_views/",
        "rows of learners": "/desk/reports/figures/people.learners/",
    }


def measure(path: str) -> dict[str, Any]:
    """Return how many queries a page makes when nothing is remembered, how long it takes each time, of it of the processor."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email="methodist@bench.example"), backend=settings.AUTHENTICATION_BACKENDS[1])
    client.get(path)
    forget_all()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    queries, took, used = len(captured), [], []
    for _ in range(TIMES):
        begun, began = time.perf_counter(), processor_seconds()
        client.get(path)
        took.append(1000 * (time.perf_counter() - begun))
        used.append(1000 * (processor_seconds() - began))
    return {"queries": queries, "ms": took, "processor_ms": used}


def processor_seconds() -> float:
    """Return what this process and the database have used up."""
    return time.process_time() + database_seconds(os.environ.get("DATABASE_URL", ""))


def plain() -> list[float]:
    """Return how long the plain sums take."""
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            for statement in PLAIN:
                cursor.execute(statement)
                cursor.fetchall()
        took.append(1000 * (time.perf_counter() - begun))
    return took


def run(people: int, lessons: int) -> None:
    """Make the rows, unless they are there, ask for every page, and print what it took as JSON."""
    begun = time.perf_counter()
    if not School.objects.exists():
        make(people, lessons)
    made_seconds = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told = {
        "views": DayViews.objects.filter(kind__lt=2).aggregate(many=models.Sum("views"))["many"],
        "visits": Attendance.objects.count(),
        "made_seconds": made_seconds,
        "pages": {words: measure(path) for words, path in pages_of().items()},
        "plain_ms": plain(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    run(int(sys.argv[1]), int(sys.argv[2]))
