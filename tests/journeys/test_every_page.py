"""Every page that somebody can come to by links: in order for her eyes, in both themes, wide and narrow."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.journeys.conftest import SIZES
from tests.journeys.walker import Walker


@dataclass(frozen=True, slots=True)
class Round:
    """One walk: who goes, from where, and through which pages alone; `but` is what a walk of its own goes through."""

    role: str
    starts: list[str]
    only: tuple[str, ...] = ("",)
    but: tuple[str, ...] = ()


# The walks are about as long as one another, for they go side by side; somebody who sees what others see as well looks at her own alone.
APART = ("contest:", "grants:", "learning:", "mentoring:", "publishing:", "studio:")
ROUNDS = {
    "guest": Round(
        "guest",
        [
            "/",
            "/accounts/password/reset/done/",
            "/accounts/password/reset/key/1-set-password/",
            "/accounts/inactive/",
        ],
    ),
    "learner": Round(
        "learner", ["/", "/me/", "/accounts/logout/", "/accounts/reauthenticate/", "/accounts/2fa/webauthn/"]
    ),
    "methodist": Round("methodist", ["/desk/", "/me/profile/"], but=APART),
    "methodist at contests": Round("methodist", ["/desk/contests/", "/contests/"], only=("contest:",)),
    "methodist at grants": Round("methodist", ["/desk/grants/", "/grants/"], only=("grants:",)),
    "methodist at progress": Round("methodist", ["/desk/progress/", "/desk/quizzes/"], only=("learning:",)),
    "methodist at mentoring": Round("methodist", ["/desk/consultations/", "/desk/mentorships/"], only=("mentoring:",)),
    "methodist at books": Round("methodist", ["/desk/collections/"], only=("publishing:",)),
    "methodist at studio": Round("methodist", ["/desk/studio/", "/desk/topics/", "/topics/"], only=("studio:",)),
    "mentor": Round("mentor", ["/desk/mentor/", "/me/"], only=("mentoring:",)),
    "juror": Round("juror", ["/desk/jury/", "/me/"], only=("contest:",)),
    "head": Round("head", ["/me/", "/contests/"], only=("contest:",)),
}
# Files and feeds, and what is not ours to look at.
NOT_PAGES = {
    "api:openapi",
    "audience:count_evidence",
    "contest:application_file",
    "contest:application_receipt",
    "contest:diplomas",
    "contest:jury_printed",
    "contest:minutes_file",
    "contest:own_certificate",
    "contest:own_diploma",
    "contest:own_papers",
    "grants:archive",
    "grants:budget_file",
    "grants:calendar",
    "grants:document",
    "learning:certificate_pdf",
    "learning:certificate_sample",
    "learning:credential",
    "learning:own_certificate_pdf",
    "people:export_own_data",
    "portal:card",
    "portal:lessons_feed",
    "portal:oembed",
    "portal:podcast",
    "portal:sitemap",
    "programme:handout",
    "programme:lesson_calendar",
    "programme:own_calendar",
    "programme:programme_calendar",
    "publishing:cover",
    "publishing:cover_pdf",
    "publishing:docx",
    "publishing:epub",
    "publishing:memo",
    "publishing:oai",
    "publishing:opds",
    "publishing:opds2",
    "publishing:opds2_books",
    "publishing:opds_books",
    "publishing:pdf",
    "publishing:print_pdf",
    "publishing:record",
    "studio:card_file",
    "studio:shot_picture",
    "studio:storyboard_file",
    "video:poster",
}
# A lesson looks otherwise to come, held and with a film; most addresses have one look for all their rows.
MOST_OF_ONE_KIND = {"portal:lesson": 4, "programme:lesson": 2, "video:film": 2}
# A link that leads on for ever would never end.
MOST_PAGES = 160


def links_of(walker: Walker) -> list[str]:
    """Return where the page leads within the school, without what stands behind the question mark."""
    # a link inside a drawing has an address of another sort
    whole = "links => links.map(link => new URL(link.getAttribute('href'), location.href).href)"
    found = walker.page.eval_on_selector_all("a[href]:not([download])", whole)
    inner = [link for link in found if link.startswith(walker.school.address) and "export=" not in link]
    return [urlsplit(link).path for link in inner]


def page_name(path: str) -> str:
    """Return the name of an address, or nothing when it is not a page of ours."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return "" if name in NOT_PAGES or name.startswith("admin:") else name


def faults_in_both_sizes(walker: Walker) -> list[str]:
    """Look at the page as it stands in a wide window and in a narrow one, whose colours are the same."""
    faults = []
    for walker.size, size in SIZES.items():
        walker.page.set_viewport_size(size)
        faults += walker.faults(("light", "dark") if size is SIZES["desktop"] else ("narrow",))
    return faults


@pytest.mark.parametrize("name", ROUNDS)
def test_every_page_is_in_order(walk, name):
    going, walker, seen, faults = ROUNDS[name], walk(), Counter(), []
    if going.role != "guest":
        walker.sign_in(going.role)
    waiting, known = list(going.starts), set(going.starts)

    while waiting:
        path = waiting.pop(0)
        page = page_name(path)
        if not page or seen[page] >= MOST_OF_ONE_KIND.get(page, 1):
            continue
        if path not in going.starts and (not page.startswith(going.only) or page.startswith(going.but)):
            continue
        seen[page] += 1
        assert seen.total() <= MOST_PAGES, f"more pages than {MOST_PAGES}; still waiting: {path}"
        answer = walker.page.goto(path)
        if answer is None or not answer.ok:
            faults.append(f"{path} ({page}) answers {answer and answer.status}")
            continue
        faults += faults_in_both_sizes(walker)
        fresh = [link for link in dict.fromkeys(links_of(walker)) if link not in known]
        waiting += fresh
        known.update(fresh)

    assert not faults, "\n".join(["", *faults])
    assert set(going.starts) <= known
    assert seen.total() > len(going.starts)
