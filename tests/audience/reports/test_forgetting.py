"""A frozen report names nobody who has asked to be forgotten, and its figures stay."""

import gzip
import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from tests.audience.figures.world import fill
from tests.learning.factories import AttendanceFactory
from tests.people.factories import LibraryFactory, UserFactory

from nastavnik.audience import tasks
from nastavnik.audience.enums import Every
from nastavnik.audience.models import Report, ReportSchedule, SavedTable
from nastavnik.audience.selectors.figures import Scope
from nastavnik.audience.selectors.reports import frozen
from nastavnik.audience.services import reports
from nastavnik.audience.services.reports import add_schedule, freeze_report
from nastavnik.contest.models import Juror
from nastavnik.core.events import publish
from nastavnik.learning.models import Certificate
from nastavnik.people.events import PersonErased
from nastavnik.people.models import User
from nastavnik.programme.models import Speaker

NAME, LIBRARY = "Забывальская Мария", "Филиал, который она назвала"


@pytest.fixture
def person(school, lesson):
    user = UserFactory(full_name=NAME, position="библиотекарь", library=LibraryFactory(name=LIBRARY))
    AttendanceFactory(user=user, lesson=lesson)
    AttendanceFactory(lesson=lesson)
    return user


@pytest.fixture
def named(person, methodist, scope, now):
    """A report in which she stands."""
    report = freeze_report(actor=methodist, scope=scope, title="За год", now=now)
    report.refresh_from_db()
    return report


def text_of(report, code="attendance.visits"):
    report = Report.objects.select_related("school").get(pk=report.pk)
    page = frozen.frozen_figure_page(report, code, {})
    return "\n".join(cell.text for row in page.listing.rows for cell in row), page


def test_name_goes_from_rows_and_files_and_nothing_else_changes(
    enter, director, person, named, django_capture_on_commit_callbacks
):
    said, before = text_of(named)
    assert NAME in said
    assert LIBRARY in said
    old = named.names_file

    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=person.pk))

    said, page = text_of(named)
    assert NAME not in said
    assert LIBRARY not in said
    assert (page.figure, page.listing.total) == (before.figure, before.listing.total)
    assert (page.fault, before.has_forgotten, page.has_forgotten) == ("", False, True)
    report = Report.objects.get(pk=named.pk)
    assert (report.figures, report.sha256) == (named.figures, named.sha256)
    assert not default_storage.exists(old)
    client = enter(director)
    assert "прочерк" in client.get(f"/desk/reports/frozen/{report.token}/figures/attendance.visits/").content.decode()
    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(f"/desk/reports/frozen/{report.token}/files/xlsx/"))))
    cells = {str(value) for sheet in book for row in sheet.values for value in row}
    assert NAME not in cells
    assert "—" in cells


def test_no_row_of_any_figure_names_an_account_beside_the_file_of_names(school, methodist):
    """What is frozen of a school in which something of everything happened; a new column with a name belongs into `OWNERS`."""
    fill(school)
    for user in User.objects.all():
        user.full_name = f"Имя-{user.pk}"
        user.save(update_fields=["full_name"])
    for model in (Certificate, Juror, Speaker):
        for row in model.objects.all():
            row.name, row.user = f"Имя-{model.__name__}", UserFactory()
            row.save(update_fields=["name", "user"])
    report = freeze_report(actor=methodist, scope=Scope(school, timezone.now()), title="x", now=timezone.now())

    with default_storage.open(report.rows_file) as file:
        rows = gzip.decompress(file.read()).decode()
    with default_storage.open(report.names_file) as file:
        names = gzip.decompress(file.read()).decode()
    assert "Имя-" not in rows
    assert re.search(r"Имя-\d", names)
    assert all(f"Имя-{word}" in names for word in ("Certificate", "Juror", "Speaker"))


def test_sweep_forgets_whose_erasure_was_missed(person, named, methodist, school, now):
    add_schedule(actor=methodist, school=school, every=Every.YEAR, receiver_tokens=[methodist.token], now=now)
    for is_shared in (True, False):
        table = {"title": "x", "rows": "lessons", "is_shared": is_shared, "changed_at": now}
        SavedTable.objects.create(school=school, owner=methodist, **table)
    assert reports.forget_who_was_missed() == 0
    User.objects.filter(pk__in=[person.pk, methodist.pk]).update(erased_at=now)

    tasks.forget_who_was_missed.call()

    assert NAME not in text_of(named)[0]
    assert not User.objects.filter(pk__in=ReportSchedule.receivers.through.objects.values("user"))
    assert list(SavedTable.objects.values_list("is_shared", flat=True)) == [True]
    assert reports.forget_who_was_missed() == 0


def test_names_that_cannot_be_read_are_not_shown_and_hinder_no_other(person, named, methodist, scope, now):
    other = freeze_report(actor=methodist, scope=scope, title="Другой", now=now)
    default_storage.delete(named.names_file)
    default_storage.save(named.names_file, ContentFile(b"other"))

    assert reports.forget_person(user_id=person.pk) == 1

    assert NAME not in text_of(other)[0]
    said, page = text_of(named)
    assert page.fault
    assert not said


def test_report_that_was_frozen_before_names_lay_apart_is_read(report):
    default_storage.delete(report.names_file)
    Report.objects.filter(pk=report.pk).update(names_file="", names_sha256="")

    said, page = text_of(report, "lessons.held")
    assert not page.fault
    assert "у полки" in said
    assert reports.forget_person(user_id=1) == 0
