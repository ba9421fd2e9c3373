"""The pages of applications to funds, asked for; what saving a line of a budget takes."""

import json
import sys
import time
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client

from bench._contest_pages import cold
from bench._grants_world import add_grants
from bench._mentoring_world import client_of, people, timed
from bench._search_world import make_school
from nastavnik.core import clock
from nastavnik.grants.funds.checker import check
from nastavnik.grants.funds.rows import SentRow, mark_of_row
from nastavnik.grants.models import FieldText, GrantApplication
from nastavnik.grants.selectors.check.others import others_of
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services import budget
from nastavnik.people.enums import Role
from nastavnik.people.models import Library, User
from nastavnik.programme.models import School

FEW, TIMES = 3, 25
Page = tuple[Client, str]


def pages_of(grant: GrantApplication, other: GrantApplication, author: User, methodist: User) -> dict[str, Page]:
    """Return the pages by their names: who asks, where."""
    own, desk = client_of(author), client_of(methodist)
    at = f"/grants/applications/{grant.token}"
    return {
        "own projects": (own, "/grants/"),
        "project": (own, f"/grants/{grant.project.token}/"),
        "application": (own, f"{at}/"),
        "section with tables": (own, f"{at}/sections/plan/"),
        "section with long texts": (own, f"{at}/sections/results/"),
        "check": (own, f"{at}/check/"),
        "what is shared": (own, f"{at}/overlap/"),
        "side by side": (own, f"{at}/overlap/{other.token}/"),
        "budget of 100 lines": (own, f"{at}/budget/"),
        "budget to read": (desk, f"{at}/budget/budget.xlsx"),
        "history": (own, f"{at}/history/"),
        "remarks": (own, f"{at}/remarks/"),
        "proofs": (own, f"{at}/proofs/"),
        "reviews": (own, f"{at}/reviews/"),
        "papers": (own, f"{at}/papers/"),
        "board of deadlines": (desk, "/desk/grants/"),
    }


def time_page(client: Client, path: str) -> list[float]:
    """Return how many milliseconds a page takes, once it was asked for."""
    client.get(path)
    return [timed(partial(ask, client, path))[1] for _ in range(TIMES)]


def ask(client: Client, path: str) -> None:
    """Ask for a page and read it whole."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    for _piece in answer:
        pass
    answer.close()


def time_saving(grant: GrantApplication, author: User) -> list[float]:
    """Return how many milliseconds it takes to keep one changed line of the largest budget."""
    found = []
    for number in range(TIMES):
        rows = FieldText.objects.get(grant=grant, key="budget_lines").value
        sent = [SentRow(row["id"], mark_of_row(row), None) for row in rows]
        sent[0] = SentRow(rows[0]["id"], mark_of_row(rows[0]), {**rows[0], "price": str(1000 + number)})
        words: dict[str, Any] = {"grant_id": grant.pk, "lines": sent, "now": clock.now()}
        found.append(timed(lambda words=words: budget.save_lines(actor=author, **words))[1])  # type: ignore[misc]  # bound at once
    return found


def time_checker(grant: GrantApplication, author: User) -> tuple[int, list[float]]:
    """Return with how many others an application is compared, and how many milliseconds all rules take without the database."""
    template, content = template_of(grant.template), content_of(grant)
    others = [one.other for one in others_of(author, grant, template)]
    act = partial(check, template, content.values, content.file_counts, others)
    return len(others), [timed(act)[1] for _ in range(TIMES)]


def make(school: School, author: User, first: int, count: int) -> list[GrantApplication]:
    """Make full applications of one library."""
    library, _made = Library.objects.get_or_create(
        organisation=school.owner, number=1, defaults={"name": "Библиотека", "name_key": "библиотека", "kind": "branch"}
    )
    return add_grants(school, library, author, first, count)


def run(grants: int) -> None:
    """Do everything with the database that is set up; print it as JSON."""
    began = time.perf_counter()
    school = make_school(1)
    (methodist,), (author,) = people(school, Role.METHODIST, 1, "methodist"), people(school, Role.LEARNER, 1, "author")
    made = make(school, author, 1, FEW)
    pages = pages_of(made[0], made[1], author, methodist)
    few = {name: cold(client, path) for name, (client, path) in pages.items()}
    make(school, author, FEW + 1, grants - FEW)
    told: dict[str, Any] = {"grants": GrantApplication.objects.count(), "texts": FieldText.objects.count()}
    told["made_seconds"] = time.perf_counter() - began
    connection.cursor().execute("ANALYZE")  # what autovacuum does within a minute; so many rows at once nobody adds
    every = {name: cold(client, path) for name, (client, path) in pages.items()}
    told["pages"] = {
        name: {"few": few[name], "all": every[name], "ms": time_page(*page)} for name, page in pages.items()
    }
    told["others"], told["checker_ms"] = time_checker(made[0], author)
    told["saving_ms"] = time_saving(made[0], author)
    sys.stdout.write(json.dumps(told))
