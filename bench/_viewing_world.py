"""The database of `bench.viewing`, in a process of its own: `python -m bench._viewing_world DEED`, with what it needs on its input.

`make` a school whose films were watched so often, and print passes of viewers; `read` what was counted, beside the plain question
over all viewings; tell what is `held` of the viewings of today; tell which of the reports that come in were `kept`.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- Django was set up just above
from django.db import connection, transaction  # noqa: E402 -- the same
from django.db.models import Sum  # noqa: E402 -- the same

from nastavnik.audience.enums import ViewerKind  # noqa: E402 -- the same
from nastavnik.audience.models import DayViews, MonthViews, Retention, Viewing  # noqa: E402 -- the same
from nastavnik.audience.selectors.viewing import plays  # noqa: E402 -- the same
from nastavnik.audience.selectors.viewing.numbers import viewing_of  # noqa: E402 -- the same
from nastavnik.audience.services.viewing import ledger, passes  # noqa: E402 -- the same
from nastavnik.core import clock  # noqa: E402 -- the same
from nastavnik.core.sealing import key_for  # noqa: E402 -- the same
from nastavnik.people.models import Organisation  # noqa: E402 -- the same
from nastavnik.people.permissions import System  # noqa: E402 -- the same
from nastavnik.programme.enums import LessonKind, LessonState  # noqa: E402 -- the same
from nastavnik.programme.models import Cycle, Lesson, Programme, School  # noqa: E402 -- the same
from nastavnik.video.enums import VideoState  # noqa: E402 -- the same
from nastavnik.video.models import Video  # noqa: E402 -- the same

LESSONS, DAYS, FILM_SECONDS = 1000, 365, 3600
BATCH, TIMES = 5000, 12
# Keys of the past lie evenly among all keys, so those of today come between them, as keys do that are drawn.
HIGHEST_KEY = 2**62
VIEWERS, NEWCOMERS, KILLED = 4000, 200_000, 200
FILM, LIVE = "films", "live"
# A viewing of each number up to so many: film by film, day by day. Nobody comes twice to a film; of twenty viewers twelve are
# guests, six are people, one is staff, one a machine; the first tenth of each film's viewers saw it live.
HISTORY = {
    "sqlite": """
        INSERT INTO audience_viewing (key, school_id, video_id, kind, viewer, day, began_at, is_live, is_embedded,
            seconds, is_view, live_minute, last_report)
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %(viewings)s)
        SELECT (i + 1) * %(step)s, %(school)s, %(film)s + i / %(each)s,
            CASE WHEN i %% 20 < 12 THEN 0 WHEN i %% 20 < 18 THEN 1 WHEN i %% 20 = 18 THEN 2 ELSE 3 END,
            i, date(%(today)s, ((i %% %(each)s) * %(days)s / %(each)s - %(days)s) || ' days'), %(now)s,
            (i %% %(each)s) * 10 < %(each)s, i %% 50 = 0, 10 + (i * 7919) %% 3000, 1, 0, 20
        FROM n
    """,
    "postgresql": """
        INSERT INTO audience_viewing (key, school_id, video_id, kind, viewer, day, began_at, is_live, is_embedded,
            seconds, is_view, live_minute, last_report)
        SELECT (i + 1) * %(step)s, %(school)s, %(film)s + i / %(each)s,
            CASE WHEN i %% 20 < 12 THEN 0 WHEN i %% 20 < 18 THEN 1 WHEN i %% 20 = 18 THEN 2 ELSE 3 END,
            i, %(today)s::date + ((i %% %(each)s) * %(days)s / %(each)s - %(days)s)::int, %(now)s,
            (i %% %(each)s) * 10 < %(each)s, i %% 50 = 0, 10 + (i * 7919) %% 3000, true, 0, 20
        FROM generate_series(0::bigint, %(viewings)s - 1) AS n (i)
    """,
}
# what `services.viewing.sums` keeps of these viewings
SUMS = """
    INSERT INTO audience_dayviews (video_id, day, kind, is_live, views, embedded_views, unique_viewers, new_viewers, seconds)
    SELECT video_id, day, kind, is_live, COUNT(*), SUM(CASE WHEN is_embedded THEN 1 ELSE 0 END), COUNT(*), COUNT(*), SUM(seconds)
    FROM audience_viewing GROUP BY video_id, day, kind, is_live
"""
MONTHS = """
    INSERT INTO audience_monthviews (video_id, month, kind, is_live, views, new_viewers, seconds)
    SELECT video_id, {month}, kind, is_live, SUM(views), SUM(new_viewers), SUM(seconds)
    FROM audience_dayviews GROUP BY video_id, {month}, kind, is_live
"""
FIRST_OF_MONTH = {"sqlite": "substr(day, 1, 8) || '01'", "postgresql": "date_trunc('month', day)::date"}
LASTING = """
    INSERT INTO audience_dayviewer (video_id, day, viewer)
    SELECT video_id, '1970-01-01', viewer FROM audience_viewing WHERE kind IN (1, 2)
"""
PLAIN = """
    SELECT video_id, kind, is_live, COUNT(*), COUNT(DISTINCT viewer), SUM(seconds)
    FROM audience_viewing WHERE is_view {which} GROUP BY video_id, kind, is_live
"""


def make(viewings: int) -> dict[str, Any]:
    """Make the school and what was watched in it; return the passes of those who watch now."""
    call_command("migrate", verbosity=0)
    begun, films = time.perf_counter(), make_films()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # forty million checks of keys that are there would wait for the end of the transaction
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(HISTORY[connection.vendor], facts_of(films, viewings))
        cursor.execute(SUMS)
        cursor.execute(MONTHS.format(month=FIRST_OF_MONTH[connection.vendor]))
        cursor.execute(LASTING)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    numbers = plays.packed(plays.grown(plays.unpacked(b""), 9, FILM_SECONDS)[0])
    Retention.objects.bulk_create([Retention(video=film, seconds=9, views=0, plays=numbers) for film in films])
    return {"seconds": time.perf_counter() - begun, "rows": DayViews.objects.count(), **passes_of(films)}


def facts_of(films: list[Video], viewings: int) -> dict[str, Any]:
    """Return what is filled into `HISTORY`."""
    now = clock.now()
    return {
        "viewings": viewings,
        "step": HIGHEST_KEY // viewings,
        "school": films[0].school_id,
        "film": films[0].pk,
        "each": viewings // len(films),
        "days": DAYS,
        "today": today().isoformat(),
        "now": connection.ops.adapt_datetimefield_value(now),
    }


def today() -> Any:
    """Return the day by the school's clock."""
    return clock.now().astimezone(School.objects.get().zone).date()


def make_films() -> list[Video]:
    """Make a school with lessons that were held, and a film of each."""
    now = clock.now()
    owner = Organisation.objects.create(name="Сеть", name_key="сеть", short_name="Сеть")
    school = School.objects.create(slug="bench", title="Школа", owner=owner)
    programme = Programme.objects.create(school=school, title="Год", starts_on=now.date(), ends_on=now.date())
    cycle = Cycle.objects.create(programme=programme, title="Цикл")
    facts: dict[str, Any] = {"cycle": cycle, "school": school, "kind": LessonKind.SEMINAR, "state": LessonState.HELD}
    lessons = Lesson.objects.bulk_create(
        [Lesson(slug=f"l{n}", title=f"Занятие {n}", number=n + 1, starts_at=now, **facts) for n in range(LESSONS)],
        batch_size=BATCH,
    )
    of_film: dict[str, Any] = {"school": school, "state": VideoState.READY, "build": "b", "access": "open"}
    length = float(FILM_SECONDS)
    films = [
        Video(lesson=one, title=one.title, duration_seconds=length, created_at=now, playable_at=now, **of_film)
        for one in lessons
    ]
    return Video.objects.bulk_create(films, batch_size=BATCH)


def passes_of(films: list[Video]) -> dict[str, list[str]]:
    """Return passes that were given nearly a day ago, so that there was time for all that will be reported."""
    issued, day = int((clock.now() - timedelta(hours=23)).timestamp()), (today() - passes.FIRST_DAY).days
    key, step = key_for(passes.PURPOSE), HIGHEST_KEY // (VIEWERS * 3 + NEWCOMERS + KILLED)

    def written(number: int, *, is_live: bool = False) -> str:
        film = films[0] if is_live else films[number % len(films)]
        # odd numbers that are far apart, so that they are no keys of the past and do not come in their order
        one = (number * 7919 % (VIEWERS * 3 + NEWCOMERS + KILLED)) * step + 1
        length, since = (0, issued) if is_live else (FILM_SECONDS, 0)
        kind = (ViewerKind.GUEST, ViewerKind.GUEST, ViewerKind.PERSON)[number % 3]
        told = passes.Pass(one, film.school_id, film.pk, int(kind), 2**61 + number, length, issued, since, 0, day)
        return passes.written(told, key)

    bounds = (0, VIEWERS, VIEWERS * 2, VIEWERS * 3, VIEWERS * 3 + NEWCOMERS, VIEWERS * 3 + NEWCOMERS + KILLED)
    named = zip(("warm", FILM, LIVE, "newcomers", "killed"), bounds, bounds[1:], strict=False)
    return {name: [written(n, is_live=name == LIVE) for n in range(first, last)] for name, first, last in named}


def held() -> dict[str, int]:
    """Return what viewings of today say, and what the sums of today say; they are written together."""
    views = Viewing.objects.filter(day=today(), is_view=True)
    summed = DayViews.objects.filter(day=today()).aggregate(Sum("views"), Sum("seconds"))
    return {
        "reports": Viewing.objects.filter(day=today()).aggregate(many=Sum("last_report"))["many"] or 0,
        "views": views.count(),
        "seconds": views.aggregate(many=Sum("seconds"))["many"] or 0,
        "months_lag": sum_of(DayViews) - sum_of(MonthViews),
        "summed_views": summed["views__sum"] or 0,
        "summed_seconds": summed["seconds__sum"] or 0,
    }


def sum_of(model: Any) -> int:
    """Return the views of all rows."""
    return int(model.objects.aggregate(many=Sum("views"))["many"])


def kept(reports: dict[str, int]) -> list[str]:
    """Return the passes of whose acknowledged reports one is missing."""
    heard = dict(Viewing.objects.filter(day=today()).values_list("key", "last_report"))
    return [one for one, number in reports.items() if heard.get(int(one.split(".")[0]), 0) < number]


def read() -> dict[str, Any]:
    """Return how long it takes to tell what was counted of one lesson and of all, and what the plain question takes."""
    school = School.objects.get()
    lessons, now = list(Lesson.objects.select_related("school").order_by("pk")), clock.now()
    film = Video.objects.get(lesson=lessons[0])
    told = {
        "one lesson": timed(lambda: viewing_of(lessons[:1], now), TIMES),
        "all lessons": timed(lambda: viewing_of(lessons, now), TIMES),
        "one lesson, plain": timed(lambda: plain(f"AND video_id = {film.pk}"), 3),
        "all lessons, plain": timed(lambda: plain(""), 1),
        "into the ledger, once a night": timed(lambda: ledger.record_own(actor=System(), school=school, now=now), 1),
    }
    ours, raw = viewing_of(lessons, now), plain("")
    views = sum(one.numbers.views + one.numbers.staff + one.numbers.bots for one in ours.values())
    return {"told": told, "is_equal": views == sum(row[3] for row in raw)}


def plain(which: str) -> list[tuple[Any, ...]]:
    """Ask all viewings what was watched, as one would without sums."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN.format(which=which))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def timed(ask: Callable[[], Any], times: int) -> list[float]:
    """Return how many milliseconds it took each time."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - begun))
    return took


if __name__ == "__main__":
    words: Any = json.load(sys.stdin)
    deeds: dict[str, Callable[[], Any]] = {
        "make": lambda: make(int(words)),
        "read": read,
        "held": held,
        "kept": lambda: kept(words),
    }
    json.dump(deeds[sys.argv[1]](), sys.stdout)
