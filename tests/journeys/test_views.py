"""The numbers of the year: typed by keys, pasted from Excel, laid out of a table, corrected; the history tells all of it."""

from playwright.sync_api import expect

from tests.journeys.walker import Walker, ru

PASTED = "101\t1 002\n103\t7,7 тыс."
PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
TABLE = "Занятие\tVK центральной районной библиотеки\nС чего начинается наставничество: договорённость вместо контроля\t9 001\nЧего нет\t1"


def cells(walker: Walker, line: int):
    return walker.main.locator("[data-line]").nth(line).locator("[data-column]")


def test_numbers_are_typed_pasted_and_corrected(walk):
    methodist = walk()
    methodist.sign_in("methodist")
    methodist.open("/desk/views/")
    expect(methodist.main.locator("tfoot")).to_contain_text("761")
    expect(methodist.main.locator("tfoot")).to_contain_text("7745")
    methodist.look("views")

    # keys go down a column; what is pasted goes to the right and down
    cells(methodist, 9).first.fill("100")
    cells(methodist, 9).first.press("Enter")
    expect(cells(methodist, 10).first).to_be_focused()
    cells(methodist, 10).first.evaluate(PASTE, PASTED)
    expect(cells(methodist, 11).first).to_have_value("103")
    methodist.press("Write the numbers down")
    expect(methodist.main.locator(".field--wrong")).to_have_count(1)
    expect(cells(methodist, 10).first).to_have_value("101")
    methodist.look()
    cells(methodist, 11).last.fill("5")
    methodist.press("Write the numbers down")

    # views in all cannot become fewer by a slip
    methodist.expect_words("The place itself shows less now: write the numbers down")
    cells(methodist, 11).last.fill("7700")
    methodist.press("Write the numbers down")
    expect(methodist.main.locator("tfoot")).to_contain_text("916")

    methodist.main.locator("[data-line]").nth(9).locator("a").first.click()
    methodist.look()
    methodist.main.locator("tbody a", has_text=ru("Correct")).first.click()
    methodist.fill(value="56", note="Опечатка")
    methodist.look()
    methodist.press("Correct")
    methodist.expect_words("in place of 100")
    methodist.look("views-history")


def test_table_is_laid_into_the_sheet_without_a_script(walk):
    methodist = walk("phone", java_script_enabled=False)
    methodist.sign_in("methodist")
    methodist.open("/desk/views/table/?metric=total_views")
    methodist.look()
    methodist.fill(table=TABLE)
    methodist.press("Lay it into the sheet")
    expect(cells(methodist, 0).first).to_have_value("9001")
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
