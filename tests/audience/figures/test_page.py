"""The page of the report and those of its figures."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.audience.figures.world import count
from tests.people.factories import LibraryFactory
from tests.programme.factories import CycleFactory, LessonFactory

from nastavnik.audience.enums import Metric
from nastavnik.audience.selectors.figures import Scope, figures_of
from nastavnik.audience.selectors.figures.page import figure_page, query_of, read_day, read_scope, report_page
from nastavnik.mentoring.models import SettlementPoint

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
REPORT = "/desk/reports/"


@pytest.fixture
def page(client, methodist, school):
    client.force_login(methodist)
    return lambda path=REPORT: client.get(path)


def test_report_opens_each_of_its_figures_to_the_same_value(page, world):
    shown = page()
    report = shown.context["page"]
    links = {one.figure.code: one for _title, opened in report.sections for one in opened}

    assert shown.status_code == 200
    assert set(links) == {one.code for one in figures_of(Scope(world.school, timezone.now()))}
    for code in ("lessons.hours", f"views.other.{world.elsewhere.token}.unique", "grants.fund.fpg"):
        opened = page(links[code].url)
        assert opened.context["page"].figure.value == links[code].figure.value
        assert opened.context["listing"].rows


def test_report_draws_lessons_attendance_views_and_the_map(page, world):
    report = page().context["page"]

    assert next((bar.label, bar.text) for bar in report.kinds.bars) == ("Мастер-класс", "1 из 1")
    assert report.months.table[-1][1] == ("8", "2")
    assert len(report.small) == 5  # live views and peak, views at VK, viewers elsewhere, the own page
    assert [(spot.short, spot.is_reached) for spot in report.map.spots] == [("1", True), ("", False)]


def test_report_of_nothing_says_so(page, school):
    shown = page()

    assert "ещё ничего не произошло" in shown.content.decode()
    assert (shown.context["page"].map, shown.context["page"].attendance, shown.context["page"].small) == (
        None,
        None,
        [],
    )


def test_report_keeps_its_period_in_the_addresses_of_figures(page, world):
    report = page(f"{REPORT}?from=2026-01-01&programme={world.programme.token}&on=2026-11-01").context["page"]

    assert report.big[0].url.endswith(f"?from=2026-01-01&programme={world.programme.token}&on=2026-11-01")
    assert [one.is_chosen for one in report.programmes].count(True) == 1


def test_report_of_a_year_compares_with_the_year_before(page, world):
    year = timezone.now().astimezone(world.school.zone).year
    shown = page(f"{REPORT}?from={year}-01-01&to={year}-12-31")

    assert shown.context["page"].has_before
    assert "Годом раньше" in shown.content.decode()
    assert [one.is_chosen for one in shown.context["page"].presets] == [False, True, False]
    opened = page(f"{REPORT}figures/lessons.held/?from={year}-01-01&to={year}-12-31")
    assert opened.context["page"].figure.before is not None


def test_report_takes_the_same_queries_however_much_there_is(page, world):
    page()
    with CaptureQueriesContext(connection) as few:
        page(f"{REPORT}?from=2026-01-01")
    cycle = CycleFactory(programme=world.programme)
    for number in range(10):
        lesson = LessonFactory(cycle=cycle, held=True)
        count(world.vk, lesson, Metric.TOTAL_VIEWS, 1, timezone.now() - DAY)
        LibraryFactory(organisation=world.owner, settlement="Ерик", settlement_key="ерик", number=100 + number)
    with CaptureQueriesContext(connection) as many:
        page(f"{REPORT}?from=2026-01-01")

    assert len(many) == len(few) < 12


def test_rows_of_a_figure_go_out_as_a_workbook_with_numbers_as_numbers(page, world, tmp_path):
    shown = page(f"{REPORT}figures/views.vk.total_views/?export=xlsx")
    file = tmp_path / "rows.xlsx"
    file.write_bytes(b"".join(shown.streaming_content))
    rows = list(load_workbook(file).active.iter_rows(values_only=True))

    assert sum(row[3] for row in rows[1:]) == 150


def test_rows_keep_the_period_when_they_are_sorted(page, world):
    listing = page(f"{REPORT}figures/lessons.held/?from=2000-01-01&to=2026-01-01").context["listing"]

    assert all("from=2000-01-01&to=2026-01-01" in head.sort_url for head in listing.heads if head.sort_url)
    assert listing.total == sum(1 for lesson in [world.old] if lesson.starts_at.year < 2026)


def test_own_views_of_a_period_are_a_list_that_can_be_filtered(methodist, world):
    asked = QueryDict("from=2000-01-01&to=2001-01-01&on=2026-01-01")
    shown = figure_page(methodist, world.school, "views.own.total_views", asked, timezone.now())

    assert (shown.figure.value, shown.listing.rows) == (0, [])
    whole = figure_page(methodist, world.school, "views.own.total_views", QueryDict("from=2000-01-01"), timezone.now())
    assert len(whole.listing.rows) == 1


def test_report_is_for_the_desk(director, learner, school):
    assert report_page(director, school, {}, timezone.now()).big
    for stranger in (learner, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            report_page(stranger, school, {}, timezone.now())
        with pytest.raises(PermissionDenied):
            figure_page(stranger, school, "lessons.held", {}, timezone.now())


def test_figure_that_is_none_is_missing(methodist, school):
    with pytest.raises(Http404):
        figure_page(methodist, school, "lessons.secret", {}, timezone.now())


def test_scope_reads_what_an_address_says_wrongly_as_not_said(school):
    now = timezone.now()

    assert read_scope(school, [], {"from": "вчера", "to": "2026-02-31", "on": "0001-01-01"}, now) == Scope(school, now)
    assert read_scope(school, [], {"programme": "\x00"}, now).programme is None
    turned = read_scope(school, [], {"from": "2026-05-01", "to": "2026-01-01"}, now)
    assert (turned.begins_on, turned.ends_on) == (date(2026, 1, 1), date(2026, 5, 1))
    # nothing is known of the future
    assert read_scope(school, [], {"on": "2100-01-01"}, now).as_of == now
    assert read_scope(school, [], {"on": "2020-01-01"}, now).as_of.astimezone(school.zone).hour == 23
    assert (read_day("9999-12-31"), query_of(Scope(school, now), {})) == (None, "")


def test_places_of_a_settlement_stand_beside_each_other(page, world):
    SettlementPoint.objects.create(school=world.school, key="дубовое", name="Дубовое", latitude=50.5, longitude=36.8)
    spots = page().context["page"].map.spots

    assert len({(spot.x, spot.y) for spot in spots}) == 3


def test_addresses_of_the_report():
    assert reverse("audience:report") == REPORT
