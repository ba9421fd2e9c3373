"""How the pages of a contest will look to applicants and to the jury, shown to its desk before it opens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models import Application, Contest, Juror, ScoreSheet
from nastavnik.contest.selectors.applications.content import Content
from nastavnik.contest.selectors.applications.reading import sample_to_read
from nastavnik.contest.selectors.applications.section import SectionPage, section_page
from nastavnik.contest.selectors.jury.sheet import SheetPage, criterion_rows
from nastavnik.contest.selectors.public import ContestPage, Regulation, page_of, regulation_read
from nastavnik.contest.selectors.samples import sample_values
from nastavnik.contest.selectors.setup import Form, form_of
from nastavnik.contest.selectors.setup_desk import contest_at_desk
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# in the addresses of what nobody keeps; nothing answers there
NOBODYS = "preview"
VIEWS: dict[str, str | Promise] = {
    "contest": _("Page of the contest"),
    "regulation": _("Regulation"),
    "application": _("Application"),
    "sheet": _("Jury: application and sheet"),
}


@dataclass(frozen=True, slots=True)
class PreviewTab:
    """A page that can be looked at, as ui/tabs takes it."""

    url: str
    label: str | Promise
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of a contest before it opens: what its own template shows, made of rows that are kept nowhere."""

    contest: Contest
    tabs: list[PreviewTab]
    page: ContestPage
    regulation: Regulation | None = None
    sections: Sequence[SectionPage] = ()
    sheet: SheetPage | None = None


def preview_of(actor: Actor, school: School, token: str, view: str, now: datetime) -> Preview:
    """Return a page of a contest as others will see it. Raises `Http404`."""
    contest = contest_at_desk(actor, school, token)
    page = page_of(actor, contest, now)
    tabs = [PreviewTab(_url(token, name), label, name == view) for name, label in VIEWS.items()]
    return Preview(contest=contest, tabs=tabs, page=page, **_shown(page, view, now))


def _shown(page: ContestPage, view: str, now: datetime) -> dict[str, Any]:
    if view == "contest":
        return {}
    if view == "regulation":
        return {"regulation": regulation_read(page)}
    form = form_of(page.contest)
    return {"sections": _sections(page, form)} if view == "application" else {"sheet": _sheet(page, form, now)}


def _application(page: ContestPage, title: str = "") -> Application:
    """Return an application that nobody has begun."""
    return Application(contest=page.contest, token=NOBODYS, title=title)


def _sections(page: ContestPage, form: Form) -> list[SectionPage]:
    """Return every section as an author finds it empty; what hangs on an answer of another section is there to be seen."""
    application = _application(page)
    sections = [section_page((application, one, form), content=Content()) for one in form.sections]
    return [replace(one, fields=[replace(box, is_asked=True) for box in one.fields]) for one in sections]


def _sheet(page: ContestPage, form: Form, now: datetime) -> SheetPage:
    """Return an empty score sheet beside a sample application."""
    values, contest = sample_values(form), page.contest
    direction = page.directions[0].title if page.directions else ""
    reading = sample_to_read(contest, form, values, direction, now)
    return SheetPage(
        sheet=ScoreSheet(token=NOBODYS, juror=Juror(contest=contest), application=_application(page, reading.title)),
        contest=contest,
        reading=reading,
        rows=criterion_rows(page.criteria, {}),
        is_over=False,
        can_reopen=False,
        can_look=False,
        others=None,
        desk_url="",
        previous_url="",
        next_url="",
        place=1,
        many=1,
    )


def _url(token: str, view: str) -> str:
    return (
        reverse("contest:preview", args=[token])
        if view == "contest"
        else reverse("contest:preview_of", args=[token, view])
    )
