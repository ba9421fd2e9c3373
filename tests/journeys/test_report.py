"""The report of the demonstration tells the case's figures, and each opens to the rows that it is made of."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from nastavnik.core.clock import now
from tests.journeys.walker import YEAR, Walker, ru

# what the case tells; rows are counted, but for views, which are added up
CASE = {
    "lessons.planned.master_class": 6,
    "lessons.planned.seminar": 8,
    "lessons.planned.strategic_session": 1,
    "contest.applications": 28,
    "contest.applications.family": 7,
    "contest.applications.youth": 4,
    "contest.applications.children": 15,
    "contest.applications.seniors": 2,
    "contest.winners": 3,
    "contest.prizes": 3,
    "views.culture.live_views": 761,
    "views.vk.total_views": 7745,
}


def rows_made(walker: Walker) -> int:
    """Return what the rows that stand on the page make."""
    if "/views." in walker.page.url:
        told = walker.main.locator(f"td[data-label='{ru('Value')}']").all_inner_texts()
        return sum(int(re.sub(r"\D", "", text)) for text in told)
    return walker.main.locator(".listing tbody tr").count()


def test_report_gives_the_figures_of_the_case_and_opens_their_rows(walk):
    walker = walk()
    walker.sign_in("methodist")
    # as of yesterday, whatever other walks are doing today
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    walker.open("/desk/reports/")
    walker.main.locator("[name=programme]").select_option(label=YEAR)
    walker.main.locator("[name=on]").fill(yesterday)
    walker.press("Show")
    expect(walker.main.locator(".report-article")).to_be_visible()
    walker.look("report")
    links = {code: walker.main.locator(f"a[href*='/figures/{code}/']").first.get_attribute("href") for code in CASE}

    for code, value in CASE.items():
        walker.open(links[code] or "")
        assert walker.main.locator("#value").inner_text() == str(value), code
        assert rows_made(walker) == value, code
    walker.look("report-figure")


def test_report_is_read_on_a_phone(walk):
    walker = walk("phone")
    walker.sign_in("director")
    walker.open("/desk/reports/")
    walker.expect_words("All figures")
    walker.look("report")
