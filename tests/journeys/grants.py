"""What people do with an application to a fund: grow it out of a contest, fill it in, talk about it, take it along."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys import contests
from tests.journeys.walker import Walker, ru
from tests.programs import OFFICE, opened_in_office

GRANT = re.compile(r"(/grants/applications/\w+/)")


def begin(walker: Walker, fund: str, **told: str) -> str:
    """Choose a fund on the page that is open, say what it asks; return the address of the application."""
    walker.look()
    walker.main.get_by_role("link", name=fund).first.click()
    walker.look("grants-begin")
    for name, value in told.items():
        field = walker.main.locator(f"[name={name}]")
        if field.first.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    walker.press("Begin the application")
    found = GRANT.match(contests.path_of(walker))
    assert found is not None, walker.page.url
    walker.look("grants-carried")
    return found[1]


def expect_light(walker: Walker, address: str, light: str, picture: str = "") -> None:
    """See what the checker says in all."""
    walker.open(f"{address}check/")
    expect(walker.main.locator(f".verdict--{light}")).to_be_visible()
    walker.look(picture)


def write(walker: Walker, address: str, section: str, **values: str) -> None:
    """Write fields of a section and go back to the application."""
    walker.open(f"{address}sections/{section}/")
    for key, value in values.items():
        longer = walker.main.locator(f"select[name=f-{key}]")
        if longer.count():
            longer.select_option(value)
        else:
            contests.write_section(walker, {key: value})
    contests.look_from_the_top(walker, f"grants-{section}")
    walker.main.get_by_role("button", name=ru("To the application"), exact=True).click()
    expect(walker.main.locator(".application-sections")).to_be_visible()


def paste_budget(walker: Walker, address: str, table: str) -> None:
    """Take a table of Excel in place of the lines that are there, and let the school reckon what is paid to funds of insurance."""
    walker.open(f"{address}budget/paste/")
    walker.fill(table=table)
    walker.press("Show what will be taken")
    walker.look("grants-paste")
    walker.main.locator("[name=take][value=instead]").click()
    expect(walker.page).to_have_url(re.compile(f"{address}budget/$"))
    walker.look("grants-budget")


def remark(walker: Walker, address: str, field: str, quote: str, body: str) -> None:
    """Say something of words of the application."""
    walker.open(f"{address}remarks/")
    walker.main.locator("[data-add] > summary").click()
    walker.main.locator("[name=field]").select_option(field)
    walker.fill(quote=quote, body=body)
    walker.press("Add the remark")
    walker.expect_words(body)
    contests.look_from_the_top(walker, "grants-remarks")


def download(walker: Walker, name: str, folder: Path) -> Path:
    """Take a paper along."""
    return contests.download(walker, walker.main.get_by_role("link", name=ru(name), exact=True), folder)


def opened_by_an_office(file: Path) -> Path | None:
    """Let a program of an office print a document, where the machine has one; return its pages."""
    return opened_in_office(file) if OFFICE else None
