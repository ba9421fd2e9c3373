"""The sheet, and tables that are laid into it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.audience.factories import CountedChannelFactory, ViewCountFactory
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory

from nastavnik.audience.enums import Metric, PlaceKind
from nastavnik.audience.models import CountedChannel
from nastavnik.audience.selectors.counts.history import history_of
from nastavnik.audience.selectors.counts.pasted import lay
from nastavnik.audience.selectors.counts.sheet import sheet_of
from nastavnik.audience.services.counts.bringing import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(school, methodist, lesson, other, culture, vk, now):
    ViewCountFactory(channel=vk, lesson=lesson, value=500, as_of=now - timedelta(days=2))
    ViewCountFactory(channel=vk, lesson=other, value=40, as_of=now - timedelta(days=1))
    ViewCountFactory(channel=culture, lesson=lesson, value=61, metric=Metric.LIVE_VIEWS, as_of=now)
    return lambda **asked: sheet_of(methodist, school, asked, now)


def test_each_cell_has_the_number_that_holds_and_each_column_adds_up_its_own(sheet, now):
    page = sheet()

    assert [row.title for row in page.rows] == ["Урок у полки", "Подросток в библиотеке"]
    assert [column.head for column in page.columns] == [
        "Культура.РФ: просмотры прямого эфира",
        "VK Видео: все просмотры",
    ]
    assert [[cell.value for cell in row.cells] for row in page.rows] == [[61, 500], [None, 40]]
    assert [column.sum for column in page.columns] == [61, 540]
    assert (page.columns[1].oldest, page.columns[1].newest) == (
        (now - timedelta(days=2)).date(),
        (now - timedelta(days=1)).date(),
    )


def test_one_thing_that_is_counted_can_be_looked_at_alone(sheet):
    assert [column.title for column in sheet(metric="live_views").columns] == ["Культура.РФ"]
    assert len(sheet(metric="no-such").columns) == 2


def test_drafts_cancelled_lessons_other_years_and_the_own_page_are_not_on_it(sheet, school, cycle, year):
    LessonFactory(cycle=cycle, title="Черновик")
    LessonFactory(cycle=cycle, cancelled=True)
    later = ProgrammeFactory(school=school, starts_on=year.starts_on + timedelta(days=90), title="Следующий год")
    next_lesson = LessonFactory(cycle=CycleFactory(programme=later), announced=True)
    CountedChannelFactory(school=school, kind=PlaceKind.OWN)

    assert len(sheet().rows) == 2
    assert len(sheet().columns) == 2
    assert [row.uid for row in sheet(programme=later.token).rows] == [next_lesson.uid]


def test_a_school_without_a_year_has_an_empty_sheet(school, methodist, now):
    page = sheet_of(methodist, school, {}, now)

    assert (page.rows, page.programme, page.has_channels) == ([], "", False)


def test_sheet_and_history_are_for_the_desk(school, learner, lesson, vk, methodist, now):
    with pytest.raises(PermissionDenied):
        sheet_of(learner, school, {}, now)
    with pytest.raises(PermissionDenied):
        history_of(learner, school, lesson.uid, vk.token, "total_views")
    with pytest.raises(CountedChannel.DoesNotExist):
        history_of(methodist, school, lesson.uid, vk.token, "no-such")


def typed(laid, page):
    """Return what is typed, by lesson and column."""
    return [[laid.typed.texts.get(cell.name, "") for cell in row.cells] for row in page.rows]


def test_a_table_of_excel_goes_to_its_cells_whatever_its_order(sheet):
    page = sheet()
    text = "Занятие\tДата\tvk видео\tКультура.РФ: просмотры прямого эфира\tОК\nподросток в библиотеке\t10.11\t7 745\t\t3\n1\t\t500\t62"
    laid = lay(rows_of(text, None), page)

    assert typed(laid, page) == [["62", ""], ["", "7745"]]
    assert (laid.count, laid.known) == (2, 1)
    assert laid.troubles == ["Площадки «ОК» нет: этот столбец пропущен."]


def test_a_table_without_heads_has_the_columns_of_the_sheet(sheet):
    page = sheet()

    assert typed(lay([["Урок у полки", "70", "—"], ["Подросток", "", "41"]], page), page) == [["70", ""], ["", "41"]]


def test_what_does_not_fit_is_told_and_the_rest_is_laid(sheet):
    page = sheet()
    laid = lay(
        [
            ["Урок у полки", "7,7 тыс."],
            ["", "5"],
            ["9", "5"],
            ["Урок", "8"],
            ["Урок у полки", "", "510"],
            ["1", "", "511"],
        ],
        page,
    )

    assert typed(laid, page) == [["8", "511"], ["", ""]]
    assert list(laid.typed.wrong) == [page.rows[0].cells[0].name]
    assert len(laid.troubles) == 4


def test_a_file_of_old_excel_is_read(tmp_path):
    file = tmp_path / "views.csv"
    file.write_bytes("Занятие;VK Видео\r\nУрок у полки;7 745\r\n".encode("cp1251"))

    with file.open("rb") as opened:
        assert rows_of("", opened) == [["Занятие", "VK Видео"], ["Урок у полки", "7 745"]]


def test_a_table_of_nothing_is_nothing_and_a_long_one_is_cut(sheet, monkeypatch):
    assert lay([], sheet()).count == 0
    monkeypatch.setattr("nastavnik.audience.services.counts.bringing.MOST_ROWS", 2)
    assert len(rows_of("1\n2\n3", None)) == 2
