"""The numbers of the year: typed by keys, pasted from Excel, laid out of a table, corrected; the history tells all of it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import YEAR, Walker, ru

PASTED = "101\t12\n103\t7,7 тыс."
PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
TABLE = "Занятие\tОдноклассники: все просмотры\nС чего начинается наставничество: договорённость вместо контроля\t9 001\nЧего нет\t1"


# the numbers of the demonstration's own channels are the case's: what is typed here goes to another one
PLACE = "Одноклассники"


def cells(walker: Walker, line: int):
    """Return the cells of the place in a line: views in all, most at once."""
    found = walker.main.locator("[data-line]").nth(line)
    return [found.locator(f"[aria-label*='{PLACE}'][data-column$='{metric}']") for metric in ("total_views", "peak")]


@pytest.fixture(scope="module", autouse=True)
def place(open_window):
    """Add the place whose numbers are typed here."""
    methodist = open_window()
    methodist.sign_in("methodist")
    methodist.open("/desk/views/channels/")
    methodist.follow(PLACE)
    methodist.main.locator("[name=metrics][value=peak]").check()
    methodist.press("Save")
    methodist.expect_words(PLACE)
    methodist.page.context.close()


def open_sheet(methodist: Walker, metric: str = "") -> None:
    """Choose the sheet of the year that came with the demonstration: others may be newer."""
    methodist.open("/desk/views/")
    methodist.main.locator("[name=programme]").select_option(label=YEAR)
    methodist.main.locator("[name=metric]").select_option(metric)
    methodist.press("Show")
    expect(methodist.main.locator("[name=programme] option[selected]")).to_have_text(YEAR)


def test_numbers_are_typed_pasted_and_corrected(walk):
    methodist = walk()
    methodist.sign_in("methodist")
    open_sheet(methodist)
    for number in ("761", "7745"):
        expect(methodist.main.locator("[data-sums] strong", has_text=number)).to_have_count(1)
    methodist.look("views")

    # keys go down a column; what is pasted goes to the right and down
    cells(methodist, 9)[0].fill("100")
    cells(methodist, 9)[0].press("Enter")
    expect(cells(methodist, 10)[0]).to_be_focused()
    cells(methodist, 10)[0].evaluate(PASTE, PASTED)
    expect(methodist.main.locator("[data-status]")).to_contain_text("4")
    methodist.press("Write the numbers down")
    expect(methodist.main.locator(".field--wrong")).to_have_count(1)
    expect(cells(methodist, 10)[1]).to_have_value("12")
    methodist.look()
    cells(methodist, 11)[1].fill("5")
    methodist.press("Write the numbers down")
    expect(methodist.main.locator("[data-sums] strong", has_text="304")).to_have_count(1)

    # views in all cannot become fewer by a slip
    cells(methodist, 9)[0].fill("56")
    methodist.press("Write the numbers down")
    methodist.expect_words("The place itself shows less now: write the numbers down")
    expect(cells(methodist, 9)[0]).to_have_value("56")
    methodist.look()

    # the earlier number was wrong
    open_sheet(methodist, "total_views")
    methodist.main.locator("[data-line]").nth(9).locator("td").last.locator("a").click()
    methodist.look()
    methodist.main.locator("tbody a", has_text=ru("Correct")).first.click()
    methodist.fill(value="56")
    methodist.main.locator("[name=note]").first.fill("Опечатка")
    methodist.look()
    methodist.press("Correct")
    methodist.expect_words("вместо 100")
    methodist.look("views-history")


def test_table_is_laid_into_the_sheet_without_a_script(walk):
    methodist = walk("phone", java_script_enabled=False)
    methodist.sign_in("methodist")
    open_sheet(methodist)
    methodist.follow("From Excel or CSV")
    methodist.look()
    methodist.fill(table=TABLE)
    methodist.press("Lay it into the sheet")
    expect(cells(methodist, 0)[0]).to_have_value("9001")
    expect(methodist.main.locator(".message--warning")).to_contain_text("Чего нет")
    methodist.press("Write the numbers down")
    expect(methodist.main.locator("[data-line]").first).to_contain_text("9001")
    methodist.look()


def test_channel_is_added_and_lessons_placed_there(walk):
    methodist = walk("phone")
    methodist.sign_in("methodist")
    methodist.open("/desk/views/channels/")
    methodist.look("views-channels")
    methodist.follow("Rutube")
    methodist.look()
    methodist.press("Save")
    methodist.main.locator(".channel", has_text="Rutube").get_by_role("link", name=ru("Addresses of lessons")).click()
    methodist.main.locator("input[type=url]").first.fill(f"https://rutube.ru/video/{'a' * 32}/")
    methodist.look()
    methodist.press("Save")
    expect(methodist.main.locator(".channel", has_text="Rutube")).to_contain_text("адрес 1")
