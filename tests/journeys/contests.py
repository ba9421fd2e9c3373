"""What people do in a contest: set it up, apply, judge; and how its weeks go by."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from nastavnik.core.clock import now
from nastavnik.portal.management.demonstration.content import read
from nastavnik.portal.management.demonstration.projects import Written, sections_of
from tests.journeys.school import RunningSchool
from tests.journeys.walker import Walker, ru

MOVE_DAYS = """
UPDATE contest_contest SET
    announced_at = datetime(announced_at, :back),
    intake_at = datetime(intake_at, :back),
    deadline_at = datetime(deadline_at, :back),
    check_until = datetime(check_until, :back),
    review_until = datetime(review_until, :back),
    minutes_at = datetime(minutes_at, :back),
    awarding_at = datetime(awarding_at, :back)
WHERE slug = :slug
"""
CODE = re.compile(r"^\s*(\d{3}-?\d{3})\s*$", re.MULTILINE)
LINK = re.compile(r"(/jury/\w+/)")
SAVED = re.compile(r"\d\d:\d\d")
HIGHEST = "5"


def let_days_pass(school: RunningSchool, slug: str, days: int) -> None:
    """Let a contest be so many days further: nobody waits for weeks, so its days move back instead."""
    with closing(sqlite3.connect(school.data / "school.sqlite3", timeout=30)) as database, database:
        changed = database.execute(MOVE_DAYS, {"back": f"-{days} days", "slug": slug})
        assert changed.rowcount == 1


def path_of(walker: Walker) -> str:
    """Return where somebody is."""
    return urlsplit(walker.page.url).path


def come_by_code(walker: Walker, email: str) -> None:
    """Sign in by a code from a letter, as staff without a password do."""
    known = len(walker.school.letters(email))
    walker.open("/accounts/login/")
    walker.follow("Send me a code")
    walker.fill(email=email)
    walker.press("Send the code")
    code = CODE.search(walker.school.newest_letter(email, after=known))
    assert code is not None
    walker.fill(code=code[1])
    walker.press("Confirm")
    agree(walker)
    expect(walker.page.get_by_role("button", name=ru("Sign out"), include_hidden=True)).to_have_count(1)


def agree(walker: Walker) -> None:
    """Agree to what somebody must agree to who is here for the first time."""
    walker.expect_heading("Before you begin")
    walker.main.get_by_role("checkbox").first.check()
    walker.press("Go on")


def look_from_the_top(walker: Walker, picture: str = "") -> None:
    """Look at a page that was scrolled; a picture of it begins with its head."""
    walker.page.evaluate("scrollTo(0, 0)")
    walker.look(picture)


# --- setting up ------------------------------------------------------------------------------------------------------


def set_up(methodist: Walker, title: str, *, announced_on: date, jurors: int) -> tuple[str, str]:
    """Make a contest of the arrangement and open it, looking at what others will see; return its desk and its short name."""
    methodist.open("/desk/contests/")
    methodist.look("contests-desk")
    methodist.follow("New contest")
    methodist.look()
    methodist.fill(title=title, announced_on=announced_on.isoformat())
    methodist.press("Make the contest")
    methodist.expect_heading(title)
    desk = path_of(methodist)
    methodist.open(f"{desk}rules/")
    methodist.fill(jury_size=str(jurors), sheets_each=str(jurors))
    methodist.press("Save")
    methodist.expect_heading(title)
    methodist.look("contest-set-up")
    for view in ("", "regulation/", "application/", "sheet/"):
        methodist.open(f"{desk}preview/{view}")
        methodist.look("contest-preview" if view == "sheet/" else "")
    methodist.open(desk)
    methodist.press("Open the contest")
    methodist.follow("See the page")
    methodist.look("contest-page")
    return desk, path_of(methodist).strip("/").rpartition("/")[2]


# --- applying --------------------------------------------------------------------------------------------------------


def project_of(target: str, number: int, title: str) -> Written:
    """Return a whole application: a project of the demonstration under another title."""
    project = read(f"contest-{target}")["projects"][number] | {"title": title}
    library: Any = SimpleNamespace(settlement="село")
    return sections_of(project, library=library, head="Заведующий филиалом", begins_on=date(2027, 9, 1))


def begin(head: Walker, slug: str, direction: str) -> str:
    """Begin an application from the page of the contest; return its address."""
    head.open(f"/contests/{slug}/")
    head.follow("Apply")
    head.look()
    head.main.get_by_label(direction, exact=True).check()
    head.press("Begin")
    expect(head.main.locator(".application-sections")).to_be_visible()
    head.look()
    return path_of(head)


def write_all(head: Walker, address: str, written: Written) -> None:
    """Write every section, and look at each."""
    for key, values in written.items():
        head.open(f"{address}sections/{key}/")
        write_section(head, values)
        look_from_the_top(head, "contest-section" if key == "budget" else "")
        head.main.get_by_role("button", name=ru("To the application"), exact=True).click()
        expect(head.main.locator(".application-sections")).to_be_visible()


def write_section(head: Walker, values: Any) -> None:
    """Fill in the fields of the section that is open."""
    for key, value in values.items():
        box = head.main.locator(f"[data-field={key}]")
        if isinstance(value, list):
            write_rows(box, value)
        elif box.locator("[type=radio]").count():
            box.get_by_label(value, exact=True).check()
        else:
            box.locator(f"[name=f-{key}]").fill(value)


def write_rows(box: Locator, rows: list[dict[str, str]]) -> None:
    """Fill in a table, asking for more rows as they are needed."""
    for number, row in enumerate(rows):
        if box.locator("[data-row]").count() <= number:
            box.locator("[data-more]").click()
        place = box.locator("[data-row]").nth(number)
        for column, value in row.items():
            cell = place.locator(f"[data-column={column}]").locator("input, textarea, select")
            if column == "id":
                continue
            if cell.evaluate("cell => cell.tagName") == "SELECT":
                # rows of another table are named a1, a2, o1: the first of a list is “none”
                cell.select_option(index=int(value[1:]))
            else:
                cell.fill(value)


def lose_the_network(head: Walker, address: str, text: str) -> None:
    """Write while there is no network, close the page, and find all of it again when there is one."""
    context = head.page.context
    head.open(f"{address}sections/why/")
    field = head.main.locator("[name=f-problem]")
    context.set_offline(True)
    field.fill(text)
    kept = "There is no connection. What you typed is kept on this device and is sent as soon as there is one."
    expect(head.main.locator("[data-status]")).to_have_text(ru(kept))
    head.page.goto("about:blank")
    # the browser's own lines about a network that is away
    head.odd.clear()
    context.set_offline(False)
    head.open(f"{address}sections/why/")
    expect(field).to_have_value(text)
    expect(head.main.locator("[data-status]")).to_contain_text(SAVED)
    head.page.reload()
    expect(field).to_have_value(text)


def submit(head: Walker, address: str, picture: str = "") -> None:
    """Submit what has nothing missing any more."""
    head.open(address)
    head.look(picture)
    head.press("Submit the application")
    head.expect_words("Receipt (PDF)")
    head.look()


# --- the formal check and the jury -----------------------------------------------------------------------------------


def check(methodist: Walker, desk: str, title: str, verdict: str, *, message: str = "", picture: str = "") -> None:
    """Open an application in the register and decide of it."""
    methodist.open(f"{desk}applications/")
    methodist.look()
    methodist.main.get_by_role("link", name=title).first.click()
    methodist.main.locator(f"[name=verdict][value={verdict}]").check()
    methodist.fill(message=message)
    if message:
        methodist.fill(until=f"{(now() + timedelta(days=2)).date()}T12:00")
    look_from_the_top(methodist, picture)
    methodist.press("Decide")
    expect(methodist.main.locator(".check-aside, .register-counts").first).to_be_visible()


def invite(methodist: Walker, desk: str, name: str, email: str, *, is_chair: bool) -> None:
    """Invite somebody into the jury by a letter."""
    methodist.open(f"{desk}jury/add/")
    methodist.fill(name=name, position="эксперт", email=email)
    methodist.main.locator("[name=is_chair]").set_checked(is_chair)
    methodist.look()
    methodist.press("Invite")
    methodist.expect_words(name)


def accept(juror: Walker, email: str) -> str:
    """Come in by the link of the letter; return the juror's desk."""
    link = LINK.search(juror.school.newest_letter(email))
    assert link is not None
    juror.open(link[1])
    juror.look()
    juror.press("Judge here, at my desk")
    agree(juror)
    expect(juror.page).to_have_url(re.compile("/desk/jury/"))
    return path_of(juror)


def recuse(juror: Walker, desk: str, title: str, reason: str) -> None:
    """Say that an application is not hers to judge."""
    juror.open(desk)
    juror.main.get_by_role("link", name=title).first.click()
    juror.main.locator(".jury-recuse summary").click()
    juror.fill(reason=reason)
    juror.press("Do not judge it")
    juror.expect_words(reason)
    juror.look()


def mark(juror: Walker, desk: str, title: str, marks: str, advice: str, picture: str = "") -> None:
    """Mark an application by the keyboard alone: digits, Enter, and Control with Enter to finish."""
    juror.open(desk)
    juror.main.get_by_role("link", name=title).first.click()
    keyboard, criteria = juror.page.keyboard, juror.main.locator("[data-criterion]")
    expect(criteria).to_have_count(len(marks))
    expect(juror.main.locator("[data-jury]")).to_be_visible()
    criteria.first.locator("[type=radio]:checked").focus()
    for digit in marks:
        keyboard.press(digit)
        if digit == HIGHEST:
            # over what the marks mean to the words why, and back
            for key in ("Tab", "Tab"):
                keyboard.press(key)
            keyboard.type("Проблема видна.")
            for key in ("Shift+Tab", "Shift+Tab"):
                keyboard.press(key)
        keyboard.press("Enter")
    keyboard.type(advice)
    expect(juror.main.locator("[data-marked]")).to_contain_text(str(len(marks)))
    expect(juror.main.locator("[data-status]")).to_contain_text(SAVED)
    look_from_the_top(juror, picture)
    juror.main.locator("#advice").focus()
    sheet = path_of(juror)
    keyboard.press("Control+Enter")
    # on to the next sheet, or back to the desk
    juror.page.wait_for_url(lambda url: sheet not in url)


# --- papers ----------------------------------------------------------------------------------------------------------


def download(walker: Walker, link: Locator, folder: Path) -> Path:
    """Press a link to a file; return where it lies now."""
    with walker.page.expect_download() as started:
        link.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path
