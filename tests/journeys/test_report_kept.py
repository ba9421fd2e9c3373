"""A report that is frozen says the same for ever, on its page and in Excel, and tables of one's own are shared with the desk."""

import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.contests import download
from tests.journeys.walker import YEAR, Walker, ru

# Other walks count at other places and by other metrics: the figures of this one are its own.
PLACE, METRIC = "Зал районного дома культуры", "unique"
FIRST, SECOND, LATER = "512", "640", "77"
TITLE = "Отчёт учредителю"
TABLE = "Семинары года"


@pytest.fixture
def methodist(walk) -> Walker:
    walker = walk()
    walker.sign_in("methodist")
    return walker


# --- what stands where -------------------------------------------------------------------------------------------------


def choose_year(walker: Walker) -> None:
    """Choose the demonstration's own programme, whatever others there are by now."""
    walker.main.locator("[name=programme]").select_option(label=YEAR)


def count(walker: Walker, *numbers: str) -> None:
    """Write down how many people the place counted at the first lessons of the year."""
    walker.open(f"/desk/views/?metric={METRIC}")
    choose_year(walker)
    walker.press("Show")
    for line, number in enumerate(numbers):
        walker.main.locator("[data-line]").nth(line).locator(f"[aria-label*='{PLACE}']").fill(number)
    walker.press("Write the numbers down")
    expect(walker.main.locator("[data-line]").first).to_contain_text(numbers[0])


def figures_on(walker: Walker) -> dict[str, str]:
    """Return all figures of the report that is open: the words of a figure's address, and what stands there."""
    links = walker.main.locator(".report-table td.number a")
    return dict(links.evaluate_all("links => links.map(one => [one.pathname.split('/').at(-2), one.innerText.trim()])"))


def number_in(text: str) -> float | None:
    """Return the number that stands on a page; nothing of a figure that is not known."""
    told = re.sub(r"[^\d,-]", "", text).replace(",", ".")
    return float(told) if told else None


def figures_in(book: openpyxl.Workbook) -> list[float | None]:
    """Return the figures of a workbook in their order; each is a number there, not words that look like one."""
    cells = [row[2] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"n"}
    return [None if cell.value is None else float(cell.value) for cell in cells]


def book_of(walker: Walker, link: Locator, folder: Path) -> tuple[bytes, openpyxl.Workbook]:
    """Press a link to a workbook; return the file and what it says."""
    path = download(walker, link, folder)
    return path.read_bytes(), openpyxl.load_workbook(path)


def as_on_page(row: tuple[object, ...]) -> list[str]:
    """Return a row of a workbook as the page shows it."""
    return [f"{one:%d.%m.%Y, %H:%M}" if isinstance(one, datetime) else str(one) for one in row]


def rows_on(walker: Walker) -> list[list[str]]:
    """Return the rows of the listing that is open."""
    rows = walker.main.locator(".listing tbody tr")
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))")


# --- the walks ---------------------------------------------------------------------------------------------------------


def test_frozen_report_stays_the_same_when_new_numbers_come(methodist, tmp_path):
    methodist.open("/desk/views/channels/new/other/")
    methodist.fill(title=PLACE)
    methodist.main.locator(f"[name=metrics][value={METRIC}]").check()
    methodist.press("Save")
    count(methodist, FIRST)

    methodist.open("/desk/reports/frozen/")
    methodist.follow("Freeze a report")
    methodist.fill(title="")
    methodist.press("Freeze")
    methodist.expect_words("Not saved yet. What you typed is kept; please correct:")
    methodist.look()
    methodist.fill(title=TITLE)
    choose_year(methodist)
    methodist.press("Freeze")
    methodist.expect_heading(TITLE)
    methodist.look("report-frozen")
    address, frozen = methodist.page.url, figures_on(methodist)
    kept, book = book_of(methodist, methodist.main.get_by_role("link", name="Excel"), tmp_path)

    # every figure of the page stands in the workbook, as a number
    ours = next(code for code in frozen if code.startswith("views.other.") and frozen[code] == FIRST)
    assert figures_in(book) == [number_in(text) for text in frozen.values()]
    titles = methodist.main.locator(".report-table tbody th").all_inner_texts()
    assert [row[1] for row in list(book.worksheets[0].values)[1:]] == [re.sub(r"\s*\d+$", "", one) for one in titles]
    # and the rows behind one, days as days
    methodist.open(f"{address}figures/lessons.held/")
    methodist.look("report-frozen-figure")
    place = list(frozen).index("lessons.held")
    rows = list(book[list(book.worksheets[0].values)[1:][place][5]].values)[1:]
    assert [as_on_page(row) for row in rows] == [row[1:] for row in rows_on(methodist)]
    assert {type(row[0]) for row in rows} == {datetime}

    # new numbers come, and a slip is corrected
    count(methodist, SECOND, LATER)
    methodist.open("/desk/reports/")
    choose_year(methodist)
    methodist.press("Show")
    assert figures_on(methodist)[ours] == str(int(SECOND) + int(LATER))
    methodist.open(address)
    assert figures_on(methodist) == frozen
    again, _book = book_of(methodist, methodist.main.get_by_role("link", name="Excel"), tmp_path)
    assert again == kept
    methodist.open(f"{address}figures/{ours}/")
    assert FIRST in methodist.main.locator(".listing tbody").inner_text()


def test_table_of_ones_own_is_built_shared_and_taken_away(methodist, walk, tmp_path):
    methodist.open("/desk/reports/tables/")
    methodist.follow("Lessons")
    methodist.look("own-table")
    for column in ("state", "programme"):
        methodist.main.locator(f"[name=columns][value={column}]").uncheck()
    methodist.main.locator("[name=kind]").select_option("seminar")
    methodist.fill(title=TABLE)
    methodist.main.locator("[name=is_shared]").check()
    methodist.press("Show the first rows")
    expect(methodist.main.locator("thead th")).to_have_count(4)
    methodist.press("Save the table")
    methodist.expect_heading(TABLE)
    methodist.look()

    # whoever else is of the desk finds it, takes it away, and cannot remove it
    director = walk("phone")
    director.sign_in("director")
    director.open("/desk/reports/tables/")
    director.look()
    director.follow(TABLE)
    director.expect_heading(TABLE)
    expect(director.main.get_by_role("button", name=ru("Remove the table"))).to_have_count(0)
    director.look()
    shown = rows_on(director)
    assert {row[2] for row in shown} == {"Семинар"}
    _kept, book = book_of(director, director.main.get_by_role("link", name="Excel"), tmp_path)
    assert [as_on_page(row) for row in list(book.worksheets[0].values)[1:]] == shown
