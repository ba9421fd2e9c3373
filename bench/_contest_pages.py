"""The pages of a large contest, asked for, and the same list made the usual way."""

import json
import sys
import time
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Avg
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench._contest_world import DAY, add_applications, add_sheets, decide, make_contest, make_jury
from bench._mentoring_world import client_of, people, timed
from bench._search_world import make_school
from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Application, Author, Contest, Mark, ScoreSheet
from nastavnik.contest.selectors.results.computed import computed_of
from nastavnik.core import clock
from nastavnik.core.http.guests import PAGES
from nastavnik.core.memory import forget_all
from nastavnik.people.enums import Role
from nastavnik.people.models import User
from nastavnik.programme.selectors.schools import forget_schools

FEW, HEADS, TIMES, PLAIN_ROWS = 20, 200, 25, 300
REVIEW, MINUTES, RELEASED = "review", "minutes", "released"
PLAIN = """<table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.title }}</td><td>{{ row.direction.title }}</td>
<td>{{ row.library.name }}, {{ row.library.organisation.name }}</td><td>{% for one in row.authors %}{{ one.user.full_name }} {% endfor %}</td>
<td>{{ row.sheets }}</td><td>{{ row.mean|floatformat:2 }}</td></tr>{% endfor %}</table>"""
Page = tuple[str, Client, str]


class PlainRow:
    """An application as a template usually asks for it: whatever it touches, it reads."""

    def __init__(self, application: Application) -> None:
        self.number, self.title = application.number, application.title
        self.direction, self.library = application.direction, application.library
        self.authors = Author.objects.filter(application=application)
        self.sheets = ScoreSheet.objects.filter(application=application, state=SheetState.FINISHED).count()
        self.mean = Mark.objects.filter(sheet__application=application).aggregate(mean=Avg("value"))["mean"]


def plainly(contest: Contest, count: int) -> str:
    """Return the list of so many applications in one page."""
    rows = Application.objects.filter(contest=contest).order_by("number")[:count]
    return str(engines["django"].from_string(PLAIN).render({"rows": [PlainRow(one) for one in rows]}))


def set_stage(contest: Contest, stage: str) -> None:
    """Let the contest be at a stage now."""
    now = clock.now()
    review_until = now + 5 * DAY if stage == REVIEW else now - DAY
    released_at = now if stage == RELEASED else None
    Contest.objects.filter(pk=contest.pk).update(review_until=review_until, released_at=released_at)
    forget()


def forget() -> None:
    """Forget everything that this process remembers."""
    forget_all()
    forget_schools()
    PAGES.clear()


def pages_of(contest: Contest, methodist: User, juror: User, application: Application) -> dict[str, Page]:
    """Return the pages by their names: at which stage, who asks, where."""
    desk, own, guest = client_of(methodist), client_of(juror), Client(headers={"host": "127.0.0.1"})
    at, token = f"/desk/contests/{contest.token}", application.token
    sheets = ScoreSheet.objects.filter(juror__user=juror, juror__contest=contest).order_by("application__number")
    first, second = sheets[0], sheets[1]
    ScoreSheet.objects.filter(pk=first.pk).update(saw_others_at=clock.now())
    ScoreSheet.objects.filter(pk=second.pk).update(state=SheetState.OPEN, finished_at=None)
    head = client_of(Author.objects.select_related("user").get(application=application).user)
    return {
        "desk of a juror": (REVIEW, own, f"/desk/jury/{contest.token}/"),
        "an open sheet": (REVIEW, own, f"/desk/jury/sheets/{second.token}/"),
        "a sheet beside the others": (REVIEW, own, f"/desk/jury/sheets/{first.token}/"),
        "register": (REVIEW, desk, f"{at}/applications/"),
        "formal check of one": (REVIEW, desk, f"{at}/applications/{token}/"),
        "jury": (REVIEW, desk, f"{at}/jury/"),
        "assignment": (REVIEW, desk, f"{at}/jury/assign/"),
        "progress of the jury": (REVIEW, desk, f"{at}/jury/progress/"),
        "an application, its author's": (REVIEW, head, f"/applications/{token}/"),
        "ranking": (MINUTES, desk, f"{at}/results/"),
        "without one juror": (MINUTES, desk, f"{at}/results/without/"),
        "decisions": (MINUTES, desk, f"{at}/results/decisions/"),
        "letters": (MINUTES, desk, f"{at}/results/letters/"),
        "release": (MINUTES, desk, f"{at}/results/release/"),
        "numbers": (MINUTES, desk, f"{at}/results/numbers/"),
        "public results": (RELEASED, guest, f"/contests/{contest.slug}/results/"),
        "contest, of a guest": (RELEASED, guest, f"/contests/{contest.slug}/"),
        "result of an application": (RELEASED, head, f"/applications/{token}/result/"),
    }


def count_queries(contest: Contest, pages: dict[str, Page]) -> dict[str, int]:
    """Return how many queries each page makes with nothing remembered."""
    found: dict[str, int] = {}
    for stage in (REVIEW, MINUTES, RELEASED):
        set_stage(contest, stage)
        for name, (when, client, path) in pages.items():
            if when == stage:
                found[name] = cold(client, path)
    return found


def cold(client: Client, path: str) -> int:
    """Return the queries of a page in a process that has answered nothing yet."""
    client.get(path)
    forget()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return len(captured)


def time_pages(contest: Contest, pages: dict[str, Page]) -> dict[str, list[float]]:
    """Return how many milliseconds each page takes, once it was asked for; guests' pages are built each time."""
    found: dict[str, list[float]] = {}
    for stage in (REVIEW, MINUTES, RELEASED):
        set_stage(contest, stage)
        for name, (when, client, path) in pages.items():
            if when == stage:
                client.get(path)
                found[name] = [time_one(client, path) for _ in range(TIMES)]
    return found


def time_one(client: Client, path: str) -> float:
    """Return how many milliseconds a page takes that is not remembered whole."""
    PAGES.clear()
    return timed(lambda: client.get(path))[1]


def time_plain(contest: Contest, count: int) -> dict[str, Any]:
    """Return queries and milliseconds of the list of so many applications, made the usual way."""
    with CaptureQueriesContext(connection) as captured:
        plainly(contest, count)
    return {"queries": len(captured), "ms": [timed(partial(plainly, contest, count))[1] for _ in range(3)]}


def time_anew(contest: Contest) -> list[float]:
    """Return how many milliseconds the ranking takes after a mark was changed."""
    found = []
    for number in range(5):
        ScoreSheet.objects.filter(juror__contest=contest, application__number=1).update(version=20 + number)
        found.append(timed(lambda: computed_of(contest))[1])
    return found


def run(applications: int, jurors: int) -> None:
    """Do everything with the database that is set up; print it as JSON."""
    began = time.perf_counter()
    school = make_school(1)
    (methodist,) = people(school, Role.METHODIST, 1, "methodist")
    contest = make_contest(school, methodist)
    jury, heads = make_jury(contest, jurors), people(school, Role.LEARNER, HEADS, "head")
    made = add_applications(contest, heads, 1, FEW)
    add_sheets(contest, made, jury)
    decide(contest)
    pages = pages_of(contest, methodist, User.objects.get(email="juror0@bench.example"), made[0])
    few = count_queries(contest, pages)
    made = add_applications(contest, heads, FEW + 1, applications - FEW)
    add_sheets(contest, made, jury)
    told: dict[str, Any] = {"made_seconds": time.perf_counter() - began}
    connection.cursor().execute("ANALYZE")  # what autovacuum does within a minute; so many rows at once nobody adds
    every, times = count_queries(contest, pages), time_pages(contest, pages)
    told["pages"] = {name: {"few": few[name], "all": every[name], "ms": times[name]} for name in pages}
    told["plain"] = {f"{PLAIN_ROWS} applications, the usual way": time_plain(contest, PLAIN_ROWS)}
    told["anew_ms"] = time_anew(contest)
    told |= {"sheets": ScoreSheet.objects.count(), "marks": Mark.objects.count()}
    sys.stdout.write(json.dumps(told))
