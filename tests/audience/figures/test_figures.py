"""Every figure tells what its rows add up to, counts what it says and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.audience.figures.world import channel_of, count
from tests.programme.factories import CycleFactory, LessonFactory

from nastavnik.audience.enums import Metric, PlaceKind
from nastavnik.audience.selectors.figures import NoFigure, Scope, figures_of, rows_of
from nastavnik.audience.selectors.figures.reading import add_up, figure_named, value_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)

TOLD = {
    "lessons.planned": 4,
    "lessons.planned.seminar": 2,
    "lessons.planned.strategic_session": 1,
    "lessons.held": 3,
    "lessons.held.master_class": 1,
    "lessons.held.strategic_session": 0,
    "lessons.hours": 3.2,
    "lessons.speakers": 1,
    "people.learners": 1,
    "libraries.reached": 2,
    "libraries.all": 3,
    "attendance.people": 1,
    "attendance.visits": 2,
    "attendance.screens": 1,
    "attendance.at_screens": 7,
    "attendance.counted": 1,
    "attendance.hours": 1.5,
    "films.published": 1,
    "films.hours": 1.5,
    "views.own.total_views": 8,
    "views.own.live_views": 3,
    "views.own.unique": 4,
    "views.own.hours": 1,
    "views.culture.live_views": 61,
    "views.culture.peak": 30,
    "views.vk.total_views": 150,
    "consultations.asked": 2,
    "consultations.answered": 1,
    "consultations.published": 1,
    "surveys.answers": 2,
    "surveys.usefulness": 4.5,
    "surveys.clarity": 4,
    "certificates.issued": 1,
    "mentorships.begun": 2,
    "mentorships.mentees": 3,
    "contest.held": 2,
    "contest.applications": 5,
    "contest.applications.family": 1,
    "contest.applications.children": 2,
    "contest.jurors": 2,
    "contest.mark": 4.5,
    "contest.winners": 2,
    "contest.special": 1,
    "contest.prizes": 1,
    "grants.applications": 2,
    "grants.submitted": 1,
    "grants.won": 1,
    "grants.requested": 200000.5,
    "grants.granted": 40000,
    "grants.fund.fpg": 1,
    "collection.articles": 2,
    "collection.ready": 1,
    "collection.published": 1,
    "collection.pages": 96,
    "studio.topics": 3,
    "studio.itself": 1,
    "studio.open": 2,
    "studio.voices": 2,
    "studio.begun": 2,
    "studio.published": 1,
    "partners.all": 2,
}


def values(scope):
    return {one.code: one.value for one in figures_of(scope)}


def added(scope):
    """Return what the rows of each figure add up to."""
    return {
        one.code: add_up(figure_named(one.code, scope)[1], rows_of(one.code, scope, {"export": "csv"}))
        for one in figures_of(scope)
    }


def test_figures_are_what_happened_and_what_their_rows_add_up_to(world):
    scope = Scope(world.school, timezone.now())
    told = values(scope)

    assert {code: told[code] for code in TOLD} == TOLD
    assert told[f"views.other.{world.elsewhere.token}.unique"] == 9
    assert added(scope) == told


def test_figures_of_a_programme_are_of_its_lessons_alone(world):
    scope = Scope(world.school, timezone.now(), programme=world.other)
    told = values(scope)

    assert added(scope) == told
    assert (told["lessons.held"], told["people.learners"], told["films.published"]) == (1, 1, 0)
    assert "views.vk.total_views" not in told


def test_figures_of_an_empty_school_are_nothing(school):
    scope = Scope(school, timezone.now())
    told = values(scope)

    assert added(scope) == told
    assert {code for code, value in told.items() if value is None} == {
        "surveys.usefulness",
        "surveys.clarity",
        "contest.mark",
    }
    assert {value for value in told.values() if value is not None} == {0}


def test_figures_as_of_a_day_know_nothing_of_what_came_later(world):
    told = values(Scope(world.school, timezone.now() - 4 * DAY))

    assert told["views.vk.total_views"] == 140  # 90 and 50: the newer number was not known yet
    assert (told["consultations.asked"], told["contest.winners"], told["grants.applications"]) == (0, 0, 0)
    assert told["lessons.held"] == 3


def test_figures_of_a_period_stand_beside_the_year_before(world):
    today = timezone.now().astimezone(world.school.zone).date()
    scope = Scope(world.school, timezone.now(), begins_on=today - 40 * DAY, ends_on=today + 30 * DAY)
    # a year before there was one lesson, in the same days
    world.old.starts_at = timezone.now() - 370 * DAY
    world.old.save(update_fields=["starts_at"])
    by_code = {one.code: one for one in figures_of(scope)}

    assert (by_code["lessons.held"].value, by_code["lessons.held"].before) == (2, 1)
    assert by_code["lessons.planned"].value == 3
    assert by_code["views.vk.total_views"].before is None  # nothing was counted then
    assert added(scope) == {code: one.value for code, one in by_code.items()}


def test_figures_of_a_channel_counted_a_year_before_compare(world):
    today = timezone.now().astimezone(world.school.zone).date()
    world.old.starts_at = timezone.now() - 370 * DAY
    world.old.save(update_fields=["starts_at"])
    count(world.vk, world.old, Metric.TOTAL_VIEWS, 12, timezone.now() - 368 * DAY)
    count(world.vk, world.old, Metric.TOTAL_VIEWS, 4000, timezone.now() - DAY)
    by_code = {one.code: one for one in figures_of(Scope(world.school, timezone.now(), begins_on=today - 40 * DAY))}

    # as it was known a year before, not as it has grown since
    assert by_code["views.vk.total_views"].before == 12


def test_figures_of_views_say_of_how_many_lessons_and_when(world):
    by_code = {one.code: one for one in figures_of(Scope(world.school, timezone.now()))}
    vk = by_code["views.vk.total_views"]

    assert vk.lessons == 2
    assert vk.newest - vk.oldest == 3 * DAY
    assert "VK так считает." in vk.rule
    assert by_code["lessons.held"].newest is None


def test_figures_of_two_channels_of_a_kind_are_one(world):
    second = channel_of(world.school, PlaceKind.VK, title="VK детской библиотеки", position=9)
    count(second, world.held, Metric.TOTAL_VIEWS, 1, timezone.now() - DAY)
    vk = {one.code: one for one in figures_of(Scope(world.school, timezone.now()))}["views.vk.total_views"]

    assert vk.value == 151
    assert "VK Видео, VK детской библиотеки" in vk.title


@pytest.mark.parametrize("code", ["lessons", "views.vk.total_views", "grants.fund.none", "<b>"])
def test_rows_of_what_is_no_figure_here_are_refused(school, code):
    with pytest.raises(NoFigure):
        rows_of(code, Scope(school, timezone.now()))


def test_figures_without_keys_are_counted_without_grouping(world):
    with CaptureQueriesContext(connection) as queries:
        figures_of(Scope(world.school, timezone.now()))

    visits = next(part for part in queries[0]["sql"].split(" UNION ALL ") if "'visits'" in part)
    assert "GROUP BY" not in visits


@pytest.mark.parametrize(("code", "sources"), [("attendance.visits", 1), ("views.own.unique", 3)])
def test_one_figure_asks_the_source_of_its_number_alone(world, code, sources):
    scope = Scope(world.school, timezone.now())
    with CaptureQueriesContext(connection) as queries:
        told = value_of(*figure_named(code, scope), scope)

    assert queries[0]["sql"].count(" UNION ALL ") == sources - 1
    assert told.value == TOLD[code]


def test_one_figure_of_a_channel_is_told_without_any_source(world):
    scope = Scope(world.school, timezone.now())

    assert value_of(*figure_named("views.vk.total_views", scope), scope).value == 150


def test_figures_take_the_same_queries_however_much_there_is(world, django_assert_num_queries):
    scope = Scope(world.school, timezone.now(), begins_on=timezone.now().date() - 90 * DAY)
    cycle = CycleFactory(programme=world.programme)
    for _lesson in range(20):
        count(world.vk, LessonFactory(cycle=cycle, held=True), Metric.TOTAL_VIEWS, 1, timezone.now() - DAY)

    with django_assert_num_queries(3):
        figures_of(scope)


def test_scope_of_29_february_compares_with_the_28th(school):
    now = timezone.now().replace(year=2028, month=2, day=29, hour=9)
    scope = Scope(school, now, begins_on=now.date())

    assert scope.year_before == replace(
        scope,
        as_of=now.replace(year=2027, day=28),
        begins_on=now.date().replace(year=2027, day=28),
        ends_on=now.date().replace(year=2027, day=28),
    )
