"""A winner of a contest grows into applications to two funds: carried over, checked from red to green, talked about, taken along."""

import zipfile
from pathlib import Path

import docx
import pypdfium2
from playwright.sync_api import expect

from nastavnik.core.clock import now
from tests.journeys import contests, grants
from tests.journeys.walker import Walker, ru

TITLE = "Дежурный по сказке"
HEAD = "branch-01-head@demo.example"
PFCI, FPG = "Президентский фонд культурных инициатив", "Фонд президентских грантов"
INTAKE = {"intake_title": "Второй конкурс 2027 года", "closes_at": "2027-03-02T23:30"}
PARTNER = {"partner": "АНО «Соседи»", "partner_form": "ano"}
PLACES = "Белгородская область, Белгородский район. Библиотека, Детский сад"
ACTIVITY = "Праздник дежурных по сказке"
REMARK = "Назовите, сколько детей в каждой группе: эксперты спросят."
OURS = "Пока связи не было, записано вот что: детям нужен дежурный по сказке каждый вечер."
THEIRS = "А наставница тем временем записала другое: начните с того, сколько семей читает вслух."
BUDGET = f"""\
Статья\tЗа что\tСколько\tЦена\tСвои\tМероприятие\tКомментарий
Оплата труда штатных работников\tЗаведующий филиалом № 1, руководитель\t5\t4 000\t5 000\t{ACTIVITY}\tГотовит дежурных и ведёт вечернее чтение по четвергам
Выплаты физическим лицам\tУчитель третьего класса\t2\t3 000,50\t0\t{ACTIVITY}\tРазучивает со школьниками сказки и слушает, как они читают малышам
Оборудование\tКниги крупным шрифтом\t12\t650\t0\t{ACTIVITY}\tНароды мира, Чуковский, Маршак: по книге каждой группе детского сада
"""


def add_activity(head: Walker, address: str) -> None:
    """Give the last objective one more activity: it had one alone."""
    head.open(f"{address}sections/plan/")
    box = head.main.locator("[data-field=activities]")
    count = box.locator("[data-row]").count()
    box.locator("[data-more]").click()
    row = box.locator("[data-row]").nth(count)
    first = box.locator("[data-row]").first
    told = {"activity": ACTIVITY, "place": "Библиотека", "people": "10", "result": "Собрались все дежурные"}
    for column in ("starts_on", "ends_on"):
        told[column] = first.locator(f"[data-column={column}] input").input_value()
    for column, value in told.items():
        row.locator(f"[data-column={column}]").locator("input, textarea").fill(value)
    row.locator("[data-column=objective] select").select_option(label="Научить готовить чтение.")
    head.main.get_by_role("button", name=ru("To the application"), exact=True).click()
    expect(head.main.locator(".application-sections")).to_be_visible()


def make_green(head: Walker, address: str) -> None:
    """Do what the checker of the fund asks for."""
    direction = {"fund_direction": "Крепкая семья", "project_type": "Образовательная программа"}
    grants.write(head, address, "about", **direction, traditional_value="Крепкая семья", geography=PLACES)
    add_activity(head, address)
    grants.write(head, address, "results", people="10")
    grants.paste_budget(head, address, BUDGET)
    head.main.locator("[name=then][value=contributions]").click()
    expect(head.main.locator(".messages, .message").first).to_be_visible()


def talk(head: Walker, mentor: Walker, address: str, project: str) -> None:
    """Let a mentor in, hear what she says, and be done with it."""
    head.open(project)
    head.main.locator(".grant-join > summary").click()
    head.fill(email="mentor@demo.example")
    head.main.locator("[name=role]").select_option("mentor")
    head.press("Add")
    head.look("grants-project")
    words = head_words(head, address)
    mentor.open("/grants/")
    mentor.main.get_by_role("link", name=TITLE).first.click()
    grants.remark(mentor, address, "goal", words, REMARK)
    head.open(f"{address}remarks/")
    head.expect_words(REMARK)
    head.main.get_by_role("button", name=ru("Resolved")).first.click()
    head.expect_words("No open remarks")
    head.look()


def head_words(head: Walker, address: str) -> str:
    """Return the first words of the goal."""
    head.open(f"{address}sections/plan/")
    return " ".join(head.main.locator("[name=f-goal]").input_value().split()[:4])


def take_along(head: Walker, address: str, folder: Path) -> None:
    """Copy the texts for the site of the fund, take the papers, and see what an office makes of them."""
    head.open(f"{address}copy/")
    head.main.locator("[data-press]").first.click()
    expect(head.main.locator("[data-progress]")).to_contain_text("1")
    head.look("grants-copy")
    head.open(f"{address}papers/")
    head.look("grants-papers")
    document = grants.download(head, "The application as a document (DOCX)", folder)
    assert TITLE in [paragraph.text for paragraph in docx.Document(str(document)).paragraphs]
    if pages := grants.opened_by_an_office(document):
        assert len(pypdfium2.PdfDocument(pages)) >= 3
    with zipfile.ZipFile(grants.download(head, "Everything as one archive (ZIP)", folder)) as archive:
        assert archive.testzip() is None
        assert {"Заявка.docx", "Бюджет.xlsx", "Состав архива.txt"} <= set(archive.namelist())


def go_to_the_fund(head: Walker, address: str) -> None:
    """Mark it as checked, and note that the fund has it; from then on nobody writes in it."""
    head.open(f"{address}papers/")
    head.press("Mark as checked")
    head.expect_words("Note that it is submitted")
    head.follow("Note that it is submitted")
    head.fill(fund_number="ПФКИ-27-2-000123")
    head.look()
    head.press("Note that it is submitted")
    head.expect_words("ПФКИ-27-2-000123")
    head.look()


def test_winner_grows_into_applications_to_two_funds(walk, school, tmp_path):
    head, mentor, methodist = walk(), walk("phone"), walk()
    contests.come_by_code(head, HEAD)
    mentor.sign_in("mentor")
    head.open("/grants/")
    head.look("grants-own")
    head.main.get_by_role("link", name=TITLE).first.click()
    address = grants.begin(head, PFCI, **INTAKE)
    grants.expect_light(head, address, "red", "grants-red")
    make_green(head, address)
    grants.expect_light(head, address, "green", "grants-green")
    head.open(address)
    head.main.locator(".crumb-list a").nth(1).click()
    project = contests.path_of(head)
    talk(head, mentor, address, project)

    head.open(f"{project}funds/")
    other = grants.begin(head, FPG, **PARTNER, **INTAKE)
    # what was written once is as good in the form of the other fund
    head.open(f"{other}check/")
    expect(head.main.locator(".verdict--green, .verdict--amber")).to_be_visible()
    head.look()
    take_along(head, address, tmp_path)
    go_to_the_fund(head, address)

    methodist.sign_in("methodist")
    methodist.open("/desk/grants/")
    expect(methodist.main.get_by_role("row").filter(has_text=TITLE)).to_have_count(2)
    methodist.expect_words("ПФКИ-27-2-000123")
    methodist.look("grants-board")


def test_two_write_at_once_and_one_without_a_network_and_both_texts_stay(walk, school):
    head, mentor = walk(), walk("phone")
    ours, theirs = (f"{text} {now():%H:%M:%S}" for text in (OURS, THEIRS))
    head.sign_in("head")
    mentor.sign_in("mentor")
    head.open("/grants/")
    head.main.get_by_role("link", name=FPG).first.click()
    address = contests.path_of(head)
    for walker in (head, mentor):
        walker.open(f"{address}sections/why/")
    field = head.main.locator("[name=f-problem]")

    head.page.context.set_offline(True)
    field.fill(ours)
    kept = "There is no connection. What you typed is kept on this device and is sent as soon as there is one."
    expect(head.main.locator("[data-status]")).to_have_text(ru(kept))
    with mentor.page.expect_response(lambda answer: answer.url.endswith("/sections/why/save/")):
        mentor.main.locator("[name=f-problem]").fill(theirs)
    head.page.context.set_offline(False)

    # what came second is shown beside what stands there, and lies in the history
    expect(head.main.get_by_text(theirs).first).to_be_visible()
    # the browser's own lines about a network that was away, and about the conflict
    head.odd.clear()
    head.look()
    assert field.input_value() == ours
    # her colleague finds both: what stands in the field, and what waits to be brought together with it
    mentor.open(f"{address}sections/why/")
    expect(mentor.main.locator("[name=f-problem]")).to_have_value(theirs)
    mentor.expect_words(ours)
    mentor.look()
