"""Ten thousand learners and their counted lessons in a database, and the time that the pages over them take."""

import json
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nastavnik.core import clock
from nastavnik.core.memory import forget_all
from nastavnik.core.text import search_key
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import Attendance, Completion, RollCall
from nastavnik.learning.services import completion
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Library, NetworkMember, Organisation, RoleAssignment, User
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Cycle, Enrolment, Lesson, Programme, School
from nastavnik.programme.permissions import place_of

BATCH = 5000
LIBRARIES = 200
CYCLES = 6
TIMES = 40
ANEW = """
SELECT person.library_id, COUNT(DISTINCT counted.user_id), COUNT(*), SUM(counted.hours)
FROM learning_completion counted
JOIN people_user person ON person.id = counted.user_id
JOIN programme_lesson lesson ON lesson.id = counted.lesson_id
JOIN programme_cycle cycle ON cycle.id = lesson.cycle_id
WHERE cycle.programme_id = %s GROUP BY person.library_id
"""


def write(model: type[models.Model], rows: Iterator[Any] | list[Any]) -> list[Any]:
    """Write rows in batches and return them with their numbers."""
    return model._default_manager.bulk_create(list(rows), batch_size=BATCH)


def make(people: int, lessons: int) -> None:
    """Make the school, its network, its people and what counts for them; nobody has the same lessons as the next one."""
    chance, now = random.Random(5), clock.now()
    owner = Organisation.objects.create(name="Сеть", name_key="сеть", short_name="Сеть")
    school = School.objects.create(slug="bench", title="Школа", owner=owner)
    libraries = make_network(school, owner)
    held = make_lessons(school, lessons)
    users = make_people(school, libraries, held[0].cycle.programme, people, chance)
    give_role(Role.METHODIST, "methodist@bench.example", place_of(school))
    give_role(Role.HEAD, "head@bench.example", Place(PlaceKind.LIBRARY, libraries[7].pk), libraries[7])
    write(Completion, counted(users, held, chance))
    write(Attendance, attended(users, held, chance))
    times = {"began_at": now, "ended_at": now, "taken_at": now}
    write(RollCall, [RollCall(lesson=one, screens=900, people=1500, **times) for one in held])


def make_network(school: School, owner: Organisation) -> list[Library]:
    """Make the libraries."""
    place = place_of(school)
    NetworkMember.objects.create(place_kind=place.kind, place_id=place.id, organisation=owner, is_keeper=True)
    names = [(n + 1, f"Библиотека {n}") for n in range(LIBRARIES)]
    rows = [Library(organisation=owner, number=number, name=name, name_key=name.lower()) for number, name in names]
    return write(Library, rows)


def make_lessons(school: School, lessons: int) -> list[Lesson]:
    """Make the lessons of a year, all of them held."""
    now, days = clock.now(), {"starts_on": date(2025, 9, 1), "ends_on": date(2026, 5, 31)}
    programme = Programme.objects.create(school=school, title="Год", is_public=True, **days)
    cycles = write(Cycle, [Cycle(programme=programme, title=f"Цикл {n}", position=n + 1) for n in range(CYCLES)])
    rows = [
        Lesson(
            cycle=cycles[n % CYCLES],
            school=school,
            slug=f"lesson-{n}",
            title=f"Занятие {n}",
            number=n + 1,
            state=LessonState.HELD,
            starts_at=now - timedelta(days=lessons - n),
        )
        for n in range(lessons)
    ]
    return write(Lesson, rows)


def make_people(
    school: School, libraries: list[Library], programme: Programme, people: int, chance: random.Random
) -> list[User]:
    """Make the people of the libraries, who all take part."""
    now, place = clock.now(), place_of(school)
    names = [f"{family} {first} {n}" for n in range(people) for family, first in [chance.choice(NAMES)]]
    rows = [
        User(
            email=f"p{n}@bench.example",
            full_name=name,
            name_key=search_key(name),
            library=libraries[n % LIBRARIES],
        )
        for n, name in enumerate(names)
    ]
    users = write(User, rows)
    write(RoleAssignment, [role_of(user, Role.LEARNER, place) for user in users])
    write(Enrolment, [Enrolment(programme=programme, user=user, enrolled_at=now) for user in users])
    return users


NAMES = [(family, first) for family in ("Лесная", "Речная", "Полевая", "Горная") for first in ("Анна", "Вера", "Ольга")]


def role_of(user: User, role: Role, place: Place) -> RoleAssignment:
    """Return a role of somebody in a place."""
    return RoleAssignment(user=user, role=role, place_kind=place.kind, place_id=place.id, granted_at=clock.now())


def give_role(role: Role, email: str, place: Place, library: Library | None = None) -> None:
    """Make somebody who looks at the pages."""
    user = User.objects.create_user(email, full_name=email, library=library)
    role_of(user, role, place).save()


def counted(users: list[User], lessons: list[Lesson], chance: random.Random) -> Iterator[Completion]:
    """Yield what counts for each: from nothing to all."""
    now = clock.now()
    for user in users:
        for lesson in chance.sample(lessons, chance.randint(0, len(lessons))):
            yield Completion(
                user=user,
                lesson=lesson,
                way=CompletionWay.WATCHED,
                hours=Decimal("1.5"),
                percent=90,
                completed_at=now - timedelta(minutes=chance.randint(0, 100_000)),
            )


def attended(users: list[User], lessons: list[Lesson], chance: random.Random) -> Iterator[Attendance]:
    """Yield who was there while lessons were held: every third of them."""
    now = clock.now()
    for user in users:
        for lesson in chance.sample(lessons, len(lessons) // 3):
            yield Attendance(
                user=user,
                lesson=lesson,
                way=AttendanceWay.ROOM,
                came_at=now,
                left_at=now,
                seconds=3000,
                percent=90,
            )


def pages_of() -> dict[str, tuple[str, str]]:
    """Return the pages by their words: who opens them, and their addresses."""
    programme = Programme.objects.get()
    lesson = Lesson.objects.order_by("pk").first()
    person = User.objects.filter(email="p77@bench.example").get()
    library = Library.objects.order_by("pk")[3]
    assert lesson is not None
    progress = f"/desk/progress/{programme.token}"
    return {
        "network": ("methodist", "/desk/progress/"),
        "people, first page": ("methodist", f"{progress}/people/"),
        "people, by lessons, page 100": ("methodist", f"{progress}/people/?sort=-lessons&page=100"),
        "people of a branch": ("methodist", f"{progress}/people/?library={library.token}"),
        "people who lag": ("methodist", f"{progress}/people/?progress=behind&q=анна"),
        "lessons": ("methodist", f"{progress}/lessons/"),
        "letter to those who lag": ("methodist", f"{progress}/remind/"),
        "a lesson, who attended": ("methodist", f"/desk/lessons/{lesson.uid}/"),
        "a lesson, for whom it counts": ("methodist", f"/desk/lessons/{lesson.uid}/counted/"),
        "a person": ("methodist", f"/desk/progress/person/{person.token}/"),
        "a head's people": ("head", "/me/library/"),
        "one's study": ("p77", "/me/"),
        "one's lessons": ("p77", "/me/learning/"),
    }


def measure(path: str, who: str) -> dict[str, Any]:
    """Return how many queries a page makes when nothing is remembered, and how long it takes each time."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=f"{who}@bench.example"), backend=settings.AUTHENTICATION_BACKENDS[1])
    client.get(path)
    forget_all()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    queries, took = len(captured), []
    for _ in range(TIMES):
        begun = time.perf_counter()
        client.get(path)
        took.append(1000 * (time.perf_counter() - begun))
    return {"queries": queries, "ms": took}


def added_up_anew() -> list[float]:
    """Return how long the sums of the branches take when they are added up from the counted lessons."""
    programme, took = Programme.objects.get(), []
    for _ in range(5):
        begun = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(ANEW, [programme.pk])
            cursor.fetchall()
        took.append(1000 * (time.perf_counter() - begun))
    return took


def run(people: int, lessons: int) -> None:
    """Make the rows, unless they are there, ask for every page, and print what it took as JSON."""
    begun = time.perf_counter()
    if not School.objects.exists():
        make(people, lessons)
    made_seconds, begun = time.perf_counter() - begun, time.perf_counter()
    completion.recount_everything()
    recount_seconds = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told = {
        "rows": Completion.objects.count(),
        "made_seconds": made_seconds,
        "recount_seconds": recount_seconds,
        "pages": {words: measure(path, who) for words, (who, path) in pages_of().items()},
        "anew_ms": added_up_anew(),
    }
    print(json.dumps(told))
