"""The report of the demonstration: the figures of the case, and every figure what its rows add up to."""

import pytest
from tests.portal.demonstrating import NOW

from nastavnik.audience.selectors.figures import Scope, figures_of, rows_of
from nastavnik.audience.selectors.figures.reading import add_up, figure_named
from nastavnik.audience.selectors.figures.series import libraries_on_map
from nastavnik.programme.models import School

# the making of it is tried on both databases (`test_demo_made.py`)
pytestmark = pytest.mark.own_database

CASE = {
    "lessons.planned": 15,
    "lessons.planned.master_class": 6,
    "lessons.planned.seminar": 8,
    "lessons.planned.strategic_session": 1,
    "views.culture.live_views": 761,
    "views.vk.total_views": 7745,
    "contest.applications": 28,
    "contest.applications.family": 7,
    "contest.applications.youth": 4,
    "contest.applications.children": 15,
    "contest.applications.seniors": 2,
    "contest.winners": 3,
    "contest.prizes": 3,
}


@pytest.fixture
def scope(demonstrated, db):
    return Scope(School.objects.get(slug="demo"), NOW)


def test_figures_are_those_of_the_case(scope):
    told = {one.code: one.value for one in figures_of(scope)}

    assert {code: told[code] for code in CASE} == CASE


def test_figures_are_what_their_rows_add_up_to(scope):
    for one in figures_of(scope):
        _section, figure = figure_named(one.code, scope)
        assert add_up(figure, rows_of(one.code, scope, {"export": "csv"})) == one.value, one.code


def test_branches_stand_on_the_map(scope):
    libraries = libraries_on_map(scope)

    assert {library.number for library in libraries} == set(range(1, 41))
