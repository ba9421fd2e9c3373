"""Certificates for a thousand people at once: `python -m bench.certificates`.

A school of 10,000 learners and 60 lessons, of whom 1,000 have enough: rows, notices, letters, and every sheet set into one file for printing, as
the task does it, with what the page of progress would have shown meanwhile. Beside it: one sheet, one badge, and the page of who qualifies.
"""

import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

LEARNERS = 10_000
LESSONS = 60
QUALIFIED = 1000
LIMIT_SECONDS = 10.0
PAGE_LIMIT_MILLISECONDS = 200.0
PAGE_TIMES = 40
ENOUGH = 40
LESSON_HOURS = Decimal("1.5")
BATCH = 5000
PROGRESS_EVERY_SECONDS = 0.1


def make_world() -> Any:
    """Make the school, its lessons, its people and what they have earned; return the programme."""
    from django.utils import timezone  # noqa: PLC0415 -- Django must be set up first

    from nastavnik.people import services as people  # noqa: PLC0415 -- the same
    from nastavnik.people.models import RoleAssignment, User  # noqa: PLC0415 -- the same
    from nastavnik.people.permissions import SYSTEM  # noqa: PLC0415 -- the same
    from nastavnik.programme import services as programmes  # noqa: PLC0415 -- the same
    from nastavnik.programme.models import Cycle, Enrolment, Lesson, Programme  # noqa: PLC0415 -- the same
    from nastavnik.programme.permissions import place_of  # noqa: PLC0415 -- the same

    now = timezone.now()
    owner = people.add_organisation(actor=SYSTEM, place=None, name="Сеть библиотек", now=now)
    school = programmes.create_school(actor=SYSTEM, slug="bench", title="Школа", owner=owner, now=now)
    programme = Programme.objects.create(
        school=school,
        title="Год наставничества",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
        is_public=True,
    )
    cycle = Cycle.objects.create(programme=programme, title="Цикл", position=1)
    lessons = Lesson.objects.bulk_create(
        Lesson(
            cycle=cycle,
            school=school,
            slug=f"lesson-{n}",
            title=f"Занятие {n}: как подготовить мастер-класс",
            number=n,
            state="held",
            starts_at=now,
        )
        for n in range(1, LESSONS + 1)
    )
    users = User.objects.bulk_create(
        (
            User(email=f"p{n}@example.ru", full_name=f"Иванова Мария {n}", name_key=f"иванова мария {n:05}")
            for n in range(LEARNERS)
        ),
        batch_size=BATCH,
    )
    place = place_of(school)
    held = {"place_kind": place.kind, "place_id": place.id, "granted_at": now}
    RoleAssignment.objects.bulk_create((RoleAssignment(user=user, role="learner", **held) for user in users), BATCH)
    Enrolment.objects.bulk_create((Enrolment(programme=programme, user=user, enrolled_at=now) for user in users), BATCH)
    let_them_learn(programme, lessons, users, now)
    methodist = users[-1]
    RoleAssignment.objects.create(user=methodist, role="methodist", **held)
    return programme


def let_them_learn(programme: Any, lessons: list[Any], users: list[Any], now: datetime) -> None:
    """Set the rule, and count lessons for everybody: all of them for who is to qualify, fewer for the others."""
    from nastavnik.learning.models import CertificateRule, Completion, Standing  # noqa: PLC0415 -- Django must be set up first

    CertificateRule.objects.create(programme=programme, hours=ENOUGH * LESSON_HOURS)
    counts = [LESSONS if n < QUALIFIED else n % ENOUGH for n in range(LEARNERS)]
    Standing.objects.bulk_create(
        (
            Standing(programme=programme, user=user, lessons=count, hours=count * LESSON_HOURS)
            for user, count in zip(users, counts, strict=True)
        ),
        BATCH,
    )
    told = {"way": "watched", "hours": LESSON_HOURS, "percent": 100, "completed_at": now}
    Completion.objects.bulk_create(
        (
            Completion(user=user, lesson=lesson, **told)
            for user, count in zip(users, counts, strict=True)
            for lesson in lessons[:count]
        ),
        BATCH,
    )


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long `call` takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def page_milliseconds(programme: Any) -> tuple[float, float]:
    """Return the middle and the 95th percentile of the page of who qualifies."""
    from django.conf import settings  # noqa: PLC0415 -- Django must be set up first
    from django.test import Client  # noqa: PLC0415 -- the same

    from nastavnik.people.models import User  # noqa: PLC0415 -- the same

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        User.objects.get(email=f"p{LEARNERS - 1}@example.ru"), backend=settings.AUTHENTICATION_BACKENDS[-1]
    )
    address = f"/desk/certificates/of/{programme.token}/"
    assert client.get(address).status_code == 200
    taken = sorted(1000 * seconds_of(lambda: client.get(address)) for _ in range(PAGE_TIMES))
    return statistics.median(taken), taken[int(PAGE_TIMES * 0.95) - 1]


def watched_progress(run_id: int, is_over: threading.Event) -> list[int]:
    """Return the different percents that a page which asks every tenth of a second would have shown."""
    from django.db import connection  # noqa: PLC0415 -- Django must be set up first

    from nastavnik.learning.models import CertificateRun  # noqa: PLC0415 -- the same
    from nastavnik.learning.selectors.certificates.desk import run_row  # noqa: PLC0415 -- the same

    seen: list[int] = []
    while not is_over.wait(PROGRESS_EVERY_SECONDS):
        percent = run_row(CertificateRun.objects.select_related("programme", "started_by").get(pk=run_id)).percent
        if percent not in seen:
            seen.append(percent)
    connection.close()
    return seen


def issue(programme: Any) -> tuple[float, Any, list[int]]:
    """Issue to all who qualify as the task does; return the seconds, the run, and what its page showed."""
    from django.utils import timezone  # noqa: PLC0415 -- Django must be set up first

    from nastavnik.learning.services import certificates  # noqa: PLC0415 -- the same
    from nastavnik.people.permissions import SYSTEM  # noqa: PLC0415 -- the same

    run = certificates.start_run(actor=SYSTEM, programme_id=programme.pk, now=timezone.now())
    is_over, seen = threading.Event(), []
    watcher = threading.Thread(target=lambda: seen.extend(watched_progress(run.pk, is_over)))
    watcher.start()
    seconds = seconds_of(lambda: certificates.make_run(run_id=run.pk, clock=timezone.now))
    is_over.set()
    watcher.join()
    run.refresh_from_db()
    return seconds, run, seen


def measure_single() -> None:
    """Print how long one sheet and one badge take."""
    from django.utils import timezone  # noqa: PLC0415 -- Django must be set up first

    from nastavnik.learning.models import Certificate  # noqa: PLC0415 -- the same
    from nastavnik.learning.selectors.certificates.templates import pdf_of  # noqa: PLC0415 -- the same
    from nastavnik.learning.services import certificates  # noqa: PLC0415 -- the same
    from nastavnik.people.permissions import SYSTEM  # noqa: PLC0415 -- the same

    rows = list(Certificate.objects.select_related("school", "programme", "user")[:50])
    sheets = sorted(1000 * seconds_of(partial(pdf_of, row)) for row in rows)
    now = timezone.now()
    bake = partial(certificates.baked_badge, actor=SYSTEM, now=now)
    badges = sorted(1000 * seconds_of(partial(bake, certificate=row)) for row in rows)
    print(f"one sheet                          {statistics.median(sheets):8.1f} ms")
    print(f"one badge, signed and baked        {statistics.median(badges):8.1f} ms")


def main() -> int:
    """Measure on a database of its own; fail when a limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "NASTAVNIK_DATA": folder,
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings",
        }
        import django  # noqa: PLC0415 -- the data folder must be named first
        from django.core.management import call_command  # noqa: PLC0415 -- the same

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        programme = make_world()
        middle, high = page_milliseconds(programme)
        seconds, run, seen = issue(programme)
        assert (run.state, run.issued, run.printed) == ("done", QUALIFIED, QUALIFIED), run.state
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"who qualifies, of {LEARNERS} learners    {middle:8.1f} ms p50 {high:8.1f} ms p95, limit {PAGE_LIMIT_MILLISECONDS:.0f}"
        )
        print(f"{QUALIFIED} certificates, told and set   {seconds:8.2f} s, limit {LIMIT_SECONDS:.0f}")
        print(f"the file for printing              {run.file_bytes / 2**20:8.1f} MB, the process at most {peak:.0f} MB")
        print(f"progress showed                    {len(seen):8} different percents, from {seen[0]} to {seen[-1]}")
        measure_single()
    return 0 if seconds <= LIMIT_SECONDS and high <= PAGE_LIMIT_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
