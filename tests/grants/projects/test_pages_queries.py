"""No page asks more as its rows grow."""

from functools import partial

import pytest
from django.urls import reverse
from tests.contest.factories import ApplicationFactory
from tests.grants.factories import GrantFactory, GrantMemberFactory, GrantProjectFactory
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.enums import GrantState
from nastavnik.grants.services import projects as services
from nastavnik.grants.services.fields import put_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_budgetary")]


# --- queries ---


def grow_projects(school, library, author, contest):
    project = GrantProjectFactory(school=school, library=library)
    GrantMemberFactory(project=project, user=author)
    for fund in ("fpg", "pfci"):
        GrantFactory(project=project, fund=fund, state=GrantState.DRAFT)
    ApplicationFactory(contest=contest, library=library, admitted=True)


def test_asks_no_more_as_ones_projects_grow(client, school, library, head, contest, assert_flat):
    client.force_login(head)
    grow = partial(grow_projects, school, library, head, contest)
    assert_flat(lambda: client.get(reverse("grants:own")), grow)


@pytest.mark.parametrize("name", ["project", "project_funds"])
def test_asks_no_more_as_a_project_grows(client, author, head, project, assert_flat, name):
    client.force_login(author)

    def grow():
        GrantFactory(project=project, fund="fpg")
        GrantMemberFactory(project=project)

    assert_flat(lambda: client.get(reverse(f"grants:{name}", args=[project.token])), grow)


@pytest.mark.parametrize("name", ["takeover", "carried", "grant_fund"])
def test_asks_no_more_as_an_application_grows(client, head, entry, now, assert_flat, name):
    client.force_login(head)
    grant = services.promote(actor=head, application_id=entry.pk, intended=services.Intended("pfci"), now=now)

    def grow():
        other = GrantFactory(project=grant.project, fund="fpg")
        put_values(other, {"goal": f"Цель {other.pk}", "problem": "Иначе"}, actor=head, now=now)

    assert_flat(lambda: client.get(reverse(f"grants:{name}", args=[grant.token])), grow)


@pytest.mark.parametrize("name", ["begin", "funds"])
def test_asks_no_more_as_forms_grow(client, methodist, school, library, now, assert_flat, name):
    client.force_login(methodist)
    count = iter(range(100))

    def grow():
        text = TEMPLATE.replace("small-fund", f"fund-{next(count)}")
        services.keep_template(actor=methodist, school_id=school.pk, text=text, now=now)

    url = reverse(f"grants:{name}")
    query = {"library": library.token} if name == "begin" else {}
    assert_flat(lambda: client.get(url, query), grow)


def test_asks_no_more_than_a_dozen_for_an_application_to_a_contest(client, head, entry, assert_flat):
    client.force_login(head)
    url = reverse("contest:application", args=[entry.token])
    assert_flat(lambda: client.get(url), lambda: None, ceiling=14)
