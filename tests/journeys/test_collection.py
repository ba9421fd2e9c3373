"""What was said becomes a book: out of a lesson, an answer and a document, read by its author, pressed, published, read."""

import io
import re
from pathlib import Path

import docx
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Route, expect

from tests.journeys import contests
from tests.journeys.walker import Walker, ru

TITLE = "От идеи к заявке"
LESSON = "От идеи к проекту"
FIRST, FILLED = "Опишите, кому сейчас плохо", "Ну вот опишите, кому сейчас плохо"
# what the methodist puts above it, and where it is said in the film of the demonstration
HEADING, FIRST_SECONDS = "С чего начать", 21
DOCUMENT = "Памятка первой заявки"
NOTE, CELL = "Письмо можно прислать позже.", "Срок"
AUTHOR = "speaker@demo.example"
REMARK = "Добавьте: и кто это заметил первым."
PRESS_MILLISECONDS = 180_000
COLLECTION, ARTICLE = re.compile(r"/desk/collections/\w+/$"), re.compile(r"/desk/collections/articles/\w+/$")
PROOF = re.compile(r"https?://[^/]+(/proof/\w+/)")
SECOND = re.compile(r"[?&]t=(\d+)")
STANDS_AT = "seconds => Math.abs(document.querySelector('nastavnik-player video').currentTime - seconds - 2) <= 2.5"
IMPRINT = {
    "publisher_place": "Белгород",
    "publisher_address": "308000, г. Белгород",
    "udc": "021.6",
    "bbk": "78.34",
    "author_mark": "О 80",
    "pages": "24",
    "printing_signed_on": "2026-11-26",
    "printing_paper_format": "60×84/16",
    "printing_copies": "60",
    "printing_printer": "Центральная библиотека",
}


@pytest.fixture
def document(tmp_path) -> Path:
    """A document of an office program: headings, a table, words that could be Typst's or HTML."""
    made = docx.Document()
    made.add_heading(DOCUMENT, level=1)
    made.add_heading("Что приложить", level=2)
    made.add_paragraph("Письмо поддержки, фотографии, смету. Знак #show и <script> остаются словами.")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Бумага", "Где взять", "Письмо", "в поселении"), strict=True):
        cell.text = words
    path = tmp_path / "zayavka.docx"
    made.save(str(path))
    return path


def begin(methodist: Walker) -> str:
    """Begin a collection; return its address."""
    methodist.open("/desk/collections/")
    methodist.expect_words("Наставник рядом")
    methodist.look()
    methodist.follow("Begin a collection")
    methodist.fill(title=TITLE, subtitle="Сборник материалов курса", annotation="Для тех, кто пишет первую заявку.")
    methodist.look()
    methodist.press("Begin the collection")
    expect(methodist.page).to_have_url(COLLECTION)
    methodist.look()
    return contests.path_of(methodist)


def take_lesson(methodist: Walker, book: str) -> str:
    """Make an article of a lesson; return its address."""
    methodist.open(f"{book}add/")
    methodist.look()
    methodist.main.get_by_role("link", name=re.compile(LESSON)).first.click()
    methodist.look()
    methodist.press("Make the articles")
    expect(methodist.page).to_have_url(ARTICLE)
    return contests.path_of(methodist)


def edit_beside_the_sound(methodist: Walker, article: str) -> None:
    """Write in the article, hear a paragraph of it, take a filler out with one key."""
    text = methodist.main.locator("textarea[name=text]")

    def type_meanwhile(route: Route) -> None:
        assert FIRST in text.input_value()
        text.fill(text.input_value().replace(f" {FIRST}", f"\n\n## {HEADING}\n\n{FILLED}", 1))
        route.continue_()

    # what is typed while the script is on its way is saved as well
    methodist.page.route("**/islands/draft*.js", type_meanwhile, times=1)
    with methodist.page.expect_response(lambda answer: answer.url.endswith(f"{article}save/")):
        methodist.page.reload(wait_until="commit")
    # what was typed is seen beside it, and may be heard, without leaving the field
    block = methodist.main.locator(".article-block").filter(has_text="плохо")
    mark = block.locator(".speech-mark").first
    expect(mark).to_be_visible()
    contests.look_from_the_top(methodist, "collection-article")
    block.locator(".article-play").click()
    methodist.page.wait_for_function(STANDS_AT, arg=FIRST_SECONDS)
    # two fillers, two keys: the next one has the focus when the first is gone
    mark.press("Enter")
    expect(methodist.main.locator(".speech-mark")).to_have_count(1)
    expect(methodist.main.locator(".speech-mark")).to_be_focused()
    methodist.page.keyboard.press("Enter")
    expect(methodist.main.locator(".speech-mark")).to_have_count(0)
    assert f"\n\n{FIRST}" in methodist.main.locator("textarea[name=text]").input_value()
    methodist.look()


def take_answer(methodist: Walker, book: str) -> str:
    """Make an article of a public consultation."""
    methodist.open(f"{book}add/?from=answer")
    methodist.look()
    methodist.press("Take it")
    expect(methodist.page).to_have_url(ARTICLE)
    methodist.look()
    return contests.path_of(methodist)


def take_document(methodist: Walker, book: str, document: Path) -> str:
    """Make an article of a document."""
    methodist.open(f"{book}add/?from=file")
    methodist.main.locator("input[type=file]").set_input_files(document)
    methodist.look()
    methodist.press("Read the document")
    expect(methodist.page).to_have_url(ARTICLE)
    methodist.expect_words("Письмо поддержки, фотографии, смету. Знак #show и <script> остаются словами.")
    methodist.look()
    return contests.path_of(methodist)


def put_in_by_keys(methodist: Walker, article: str) -> None:
    """Put a footnote and a table in, without a mouse and without signs of Markdown."""
    keys = methodist.page.keyboard
    methodist.main.locator("textarea[name=text]").press("Control+End")
    keys.press("Control+Alt+F")
    keys.type(NOTE)
    for key in ("Tab", "Enter", "Alt+F10", "End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter", "Enter"):
        keys.press(key)
    with methodist.page.expect_response(lambda answer: answer.url.endswith(f"{article}save/")):
        keys.type(CELL)
    expect(methodist.main.locator("#reads .notes")).to_contain_text(NOTE)
    expect(methodist.main.locator("#reads table").last).to_contain_text(CELL)
    methodist.look()


def put_first(methodist: Walker, book: str, title: str) -> None:
    """Carry an article to the top with keys alone."""
    methodist.open(book)
    methodist.look("collection")
    handle = methodist.main.get_by_role("button", name=ru("Move: %(title)s", title=title))
    handle.focus()
    for key in ("Space", "ArrowUp", "ArrowUp"):
        handle.press(key)
    # the page comes anew by itself when the order is kept
    with methodist.page.expect_event("load"):
        handle.press("Space")
    expect(methodist.main.locator(".book-article-title").first).to_have_text(title)


def settle(methodist: Walker, article: str, licence: str = "cc-by") -> None:
    """Say on what terms an article is printed."""
    methodist.open(article)
    methodist.main.locator("[name=licence]").select_option(licence)
    methodist.main.locator("#facts button").click()
    methodist.expect_words("Saved.")


def let_it_be_ready(methodist: Walker, article: str) -> None:
    """Take an article on to where the press takes it."""
    methodist.open(article)
    methodist.press("Take it to the editor")
    methodist.press("It is ready")
    methodist.expect_words("Готова")


def name_author(methodist: Walker, article: str, name: str) -> None:
    """Name an author who agreed on paper."""
    methodist.open(f"{article}authors/")
    methodist.fill(name=name, about="методист", agreed_how="на бумаге, 12 марта")
    methodist.look()
    methodist.press("Save")
    methodist.expect_words("has agreed")


def agree_on_paper(methodist: Walker, article: str) -> None:
    """Note that the second speaker of a lesson agreed on paper; the first one reads her proof."""
    methodist.open(article)
    methodist.main.locator("#authors li a").nth(1).click()
    methodist.fill(agreed_how="на бумаге, 12 марта")
    methodist.press("Save")
    methodist.expect_words("has agreed")


def be_read_by_its_author(methodist: Walker, author: Walker, article: str) -> None:
    """Send the proof; its author remarks, reads on, and lets it be printed."""
    methodist.open(f"{article}proofs/")
    methodist.main.locator("input[type=email]").first.fill(AUTHOR)
    methodist.press("Send the proof")
    methodist.look()
    link = PROOF.search(methodist.school.newest_letter(AUTHOR))
    assert link is not None
    author.open(link[1])
    author.look("collection-proof")
    author.fill(quote=FIRST, body=REMARK)
    author.press("Remark on it")
    author.expect_words(REMARK)
    author.main.locator("[name=verdict][value=approve]").check()
    author.main.locator("[name=consent]").check()
    author.press("Tell the editor")
    author.expect_words("Approved")
    author.look()
    methodist.page.reload()
    methodist.expect_words(REMARK)
    methodist.expect_words("Lets it be printed")
    methodist.press("It is done")
    methodist.look()
    methodist.open(article)
    methodist.expect_words("Готова")


def press(methodist: Walker, book: str) -> bytes:
    """Fill the imprint in, press the book for a screen; return what came out."""
    methodist.open(f"{book}imprint/")
    methodist.look()
    methodist.fill(**IMPRINT)
    methodist.main.locator("[name=age_mark]").select_option("12+")
    methodist.press("Save the imprint")
    methodist.open(f"{book}press/")
    methodist.look()
    for form in ("epub", "docx"):
        methodist.main.locator(f"[name=wanted][value={form}]").uncheck()
    methodist.main.locator("#press form button[type=submit]").click()
    expect(methodist.main.locator("#files a").first).to_be_visible(timeout=PRESS_MILLISECONDS)
    methodist.look("collection-press")
    answer = methodist.page.request.get(methodist.main.locator("#files a").first.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def read(pdf: bytes) -> tuple[list[str], list[str]]:
    """Return what is to be read on each page, and where the codes lead that a telephone sees."""
    pages = list(pypdfium2.PdfDocument(io.BytesIO(pdf)))
    words = [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]
    codes = [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    return words, codes


def test_what_was_said_becomes_a_book(walk, document):
    methodist, author, guest = walk(), walk("phone"), walk()
    methodist.sign_in("methodist")
    book = begin(methodist)
    lesson = take_lesson(methodist, book)
    edit_beside_the_sound(methodist, lesson)
    answer, paper = take_answer(methodist, book), take_document(methodist, book, document)
    put_in_by_keys(methodist, paper)
    put_first(methodist, book, DOCUMENT)

    name_author(methodist, answer, "Наставник школы")
    name_author(methodist, paper, "Иванова, Анна Петровна")
    agree_on_paper(methodist, lesson)
    for article in (lesson, answer, paper):
        settle(methodist, article)
    for article in (answer, paper):
        let_it_be_ready(methodist, article)
    be_read_by_its_author(methodist, author, lesson)

    pages, codes = read(press(methodist, book))
    assert len(pages) >= 8
    whole = " ".join(pages)
    assert TITLE in whole
    assert DOCUMENT in whole
    assert FIRST in whole
    assert FILLED not in whole
    assert NOTE in whole

    methodist.open(book)
    methodist.press("Publish the collection")
    methodist.expect_words("Everybody reads the collection now.")
    read_here(guest)
    # the code beside the heading leads to what is said under it
    expect_second(guest, next(code for code in codes if abs(second_of(code) - FIRST_SECONDS) <= 1))


def read_here(guest: Walker) -> None:
    """Find the book on the shelf, read the lesson in it, and go from its words to the film."""
    guest.open("/collections/")
    guest.main.get_by_role("link", name=re.compile(TITLE)).first.click()
    guest.expect_heading(TITLE)
    guest.look("collection-book")
    guest.main.get_by_role("link", name=re.compile(LESSON)).first.click()
    guest.look()
    expect_second(guest, guest.main.locator("a[href*='t=']").first.get_attribute("href") or "")


def expect_second(guest: Walker, address: str) -> None:
    """Open an address with a second in it: the film of the lesson begins there."""
    guest.open(address)
    guest.main.locator(".player-start").click()
    guest.page.wait_for_function(STANDS_AT, arg=second_of(address))


def second_of(address: str) -> int:
    """Return the second of a film to which an address leads."""
    found = SECOND.search(address)
    assert found is not None, address
    return int(found[1])
