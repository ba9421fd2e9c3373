"""A frozen report says the same for ever; a damaged file of rows is told, and the figures stay."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from tests.programme.factories import LessonFactory

from nastavnik.audience.models import Report
from nastavnik.audience.papers.told import report_from
from nastavnik.audience.selectors.figures import figures_of, rows_of
from nastavnik.audience.selectors.reports import frozen
from nastavnik.audience.services.reports import freeze_report, remove_report, restore_report
from nastavnik.core.models import JournalEntry


def page_of(report, actor, code="lessons.held"):
    """Return all that the pages of a frozen report say."""
    found = Report.objects.select_related("school").get(pk=report.pk)
    shown = frozen.frozen_page(actor, found)
    listing = frozen.frozen_figure_page(found, code, {}).listing
    return shown.article, shown.sections, [[cell.text for cell in row] for row in listing.rows]


def test_frozen_report_says_the_same_after_new_data(methodist, report, scope, lesson, cycle, now):
    before = page_of(report, methodist)
    LessonFactory(cycle=cycle, held=True, number=2, starts_at=now - timedelta(days=1))
    type(lesson).objects.filter(pk=lesson.pk).update(title="Иначе", duration_minutes=999)

    assert page_of(report, methodist) == before
    held = next(one for one in figures_of(scope) if one.code == "lessons.held")
    assert (held.value, report_from(report.figures).figure("lessons.held").value) == (2, 1)


def test_freeze_report_keeps_every_figure_with_its_rows_and_a_footnote(report, scope):
    told, live = report_from(report.figures), figures_of(scope)

    assert [(one.code, one.value, one.text) for one in told.figures] == [
        (one.code, one.value, one.text) for one in live
    ]
    assert all(one.rule in kept.footnote for one, kept in zip(live, told.figures, strict=True))
    assert all(told.as_of in one.footnote and told.period in one.footnote for one in told.figures)
    tables = {one.code: one for one in frozen.frozen_tables(report)}
    assert list(tables) == [one.code for one in live]
    listing = rows_of("lessons.held", scope)
    assert tables["lessons.held"].rows == [
        [str(v) if hasattr(v, "lower") else v for v in row] for row in listing.values()
    ]
    assert JournalEntry.objects.filter(verb="frozen", subject_id=report.pk).exists()


def test_frozen_figure_page_sorts_searches_and_pages_what_was_kept(report):
    listing = frozen.frozen_figure_page(report, "lessons.held", {"sort": "-2", "q": "полки"}).listing

    assert listing.total == 1
    assert not frozen.frozen_figure_page(report, "lessons.held", {"q": "нет такого"}).listing.rows
    with pytest.raises(Http404):
        frozen.frozen_figure_page(report, "no.such", {})


@pytest.mark.parametrize("content", [b"other", None])
def test_frozen_page_tells_that_rows_are_damaged_and_keeps_the_figures(methodist, report, content):
    default_storage.delete(report.rows_file)
    if content:
        default_storage.save(report.rows_file, ContentFile(content))

    page = frozen.frozen_page(methodist, report)
    behind = frozen.frozen_figure_page(report, "lessons.held", {})

    assert page.fault
    assert page.lines[0].figure.text == "1"
    assert (behind.fault, behind.listing.rows) == (page.fault, [])
    with pytest.raises(frozen.DamagedRows):
        list(frozen.frozen_tables(report))


def test_remove_and_restore_report_hide_it_and_bring_it_back(methodist, director, school, report, now):
    remove_report(actor=methodist, report_id=report.pk, now=now)

    assert not frozen.reports_page(director, school, {}).rows
    with pytest.raises(Http404):
        frozen.report_for(director, school, report.token)
    with pytest.raises(Http404):
        frozen.removed_report(director, school, report.token)
    assert frozen.removed_report(methodist, school, report.token) == report

    restore_report(actor=methodist, report_id=report.pk, now=now)
    assert frozen.report_for(director, school, report.token) == report
    with pytest.raises(Http404):
        frozen.removed_report(methodist, school, report.token)


def test_only_a_methodist_freezes_and_removes(director, learner, outsider, school, report, scope, now):
    for person in (director, learner, outsider):
        with pytest.raises(PermissionDenied):
            freeze_report(actor=person, scope=scope, title="x", now=now)
        with pytest.raises(PermissionDenied):
            remove_report(actor=person, report_id=report.pk, now=now)
        with pytest.raises(PermissionDenied):
            frozen.scope_to_freeze(person, school, {}, now)
    with pytest.raises(PermissionDenied):
        frozen.reports_page(learner, school, {})
    with pytest.raises(PermissionDenied):
        frozen.live_scope(learner, school, {}, now)
    assert frozen.live_scope(director, school, {"to": "2026-01-31"}, now).ends_on.day == 31


def test_freeze_page_freezes_and_list_page_undoes_a_removal(enter, methodist, lesson):
    client = enter(methodist)
    form = client.get("/desk/reports/freeze/?from=2026-01-01")
    assert 'value="2026-01-01"' in form.content.decode()

    shown = client.post("/desk/reports/freeze/", {"title": "За год", "from": "2026-01-01"}, follow=True)
    report = Report.objects.get()
    assert shown.redirect_chain[-1][0] == f"/desk/reports/frozen/{report.token}/"
    assert 'id="note-1"' in shown.content.decode()
    figure = client.get(f"/desk/reports/frozen/{report.token}/figures/lessons.held/")
    assert "у полки" in figure.content.decode()

    client.post(f"/desk/reports/frozen/{report.token}/remove/")
    assert client.get("/desk/reports/frozen/").context["listing"].total == 0
    client.post(f"/desk/reports/frozen/{report.token}/restore/")
    assert "За год" in client.get("/desk/reports/frozen/").content.decode()


def test_freeze_page_says_what_is_wrong_and_freezes_nothing(enter, methodist, lesson):
    answer = enter(methodist).post("/desk/reports/freeze/", {"title": "", "from": "2026-01-01"})

    assert 'value="2026-01-01"' in answer.content.decode()
    assert not Report.objects.exists()
