"""How the pages of a contest will look to applicants and to the jury, shown to its desk before it opens."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models import Contest
from nastavnik.contest.selectors.public import ContestPage, Regulation, page_of, regulation_read
from nastavnik.contest.selectors.setup_desk import contest_at_desk
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

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
    """A page of a contest before it opens."""

    contest: Contest
    tabs: list[PreviewTab]
    page: ContestPage
    regulation: Regulation


def preview_of(actor: Actor, school: School, token: str, view: str, now: datetime) -> Preview:
    """Return a page of a contest as others will see it. Raises `Http404`."""
    contest = contest_at_desk(actor, school, token)
    page = page_of(actor, contest, now)
    return Preview(
        contest=contest,
        tabs=[PreviewTab(_url(token, name), label, name == view) for name, label in VIEWS.items()],
        page=page,
        regulation=regulation_read(page),
    )


def _url(token: str, view: str) -> str:
    return (
        reverse("contest:preview", args=[token])
        if view == "contest"
        else reverse("contest:preview_of", args=[token, view])
    )
