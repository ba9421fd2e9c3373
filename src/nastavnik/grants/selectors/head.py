"""What stands above every page of an application to a fund: what it is, how far it is, how long there is, and its places."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.grants.enums import OPEN_STATES, GrantState
from nastavnik.grants.funds.deadline import Deadline, deadline_of
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication, GrantRemark
from nastavnik.grants.permissions import UNKNOWN, Rights, rights_in
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor

BADGES = {
    GrantState.DRAFT: "plain",
    GrantState.CHECKED: "info",
    GrantState.SUBMITTED: "info",
    GrantState.ADMITTED: "info",
    GrantState.WON: "ok",
    GrantState.REFUSED: "wrong",
}
# the places of an application: the name of its address, what it is called
PLACES = (
    ("grants:grant", _("The application")),
    ("grants:check", _("Check")),
    ("grants:budget", _("Budget")),
    ("grants:proofs", _("Proofs")),
    ("grants:remarks", _("Remarks")),
    ("grants:reviews", _("Trial review")),
    ("grants:history", _("History")),
    ("grants:papers", _("For the fund")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an application."""

    url: str
    label: str
    is_current: bool
    count: int


@dataclass(frozen=True, slots=True)
class GrantHead:
    """The head of a page of an application."""

    grant: GrantApplication
    template: FundTemplate
    title: str
    project_url: str
    grant_url: str
    state: str
    badge: str
    deadline: Deadline | None
    places: list[Place]
    # open for writing, and the viewer may
    can_write: bool
    # the viewer may, whatever the state
    may_write: bool
    can_steer: bool

    @property
    def is_open(self) -> bool:
        """Tell whether it may still be changed."""
        return self.grant.state in OPEN_STATES


def head_of(actor: Actor, grant: GrantApplication, here: str, now: datetime) -> GrantHead:
    """Return the head of a page, `here` being the name of its address; no query of an application that `lookup` found for `actor`."""
    template, state = template_of(grant.template), GrantState(grant.state)
    rights, open_remarks = _rights(actor, grant), _open_remarks(grant)
    return GrantHead(
        grant=grant,
        template=template,
        title=grant.project.title,
        project_url=reverse("grants:project", args=[grant.project.token]),
        grant_url=reverse("grants:grant", args=[grant.token]),
        state=str(state.label),
        badge=BADGES[state],
        deadline=deadline(grant, template, now),
        places=[_place(grant, name, str(label), here, open_remarks) for name, label in PLACES],
        can_write=rights.can_write and state in OPEN_STATES,
        may_write=rights.can_write,
        can_steer=rights.can_steer,
    )


def _rights(actor: Actor, grant: GrantApplication) -> Rights:
    """Return what `actor` may do; `lookup` has found her role already."""
    return rights_in(actor, grant.project, vars(grant).get("member_role", UNKNOWN))


def _open_remarks(grant: GrantApplication) -> int:
    """Return how many remarks wait; `lookup` has counted them already."""
    counted: int | None = getattr(grant, "open_remarks", None)
    if counted is not None:
        return counted
    return GrantRemark.objects.filter(grant=grant, parent=None, resolved_at=None).count()


def deadline(grant: GrantApplication, template: FundTemplate, now: datetime) -> Deadline | None:
    """Return how long the intake is still open; None: nobody has said when it closes."""
    if grant.closes_at is None:
        return None
    return deadline_of(grant.closes_at, zone=template.zone, margin_hours=template.margin_hours, now=now)


def _place(grant: GrantApplication, name: str, label: str, here: str, open_remarks: int) -> Place:
    counts = {"grants:remarks": open_remarks, "grants:check": grant.red}
    url = reverse(name, args=[grant.token])
    return Place(url, label, is_current=name == here, count=counts.get(name, 0))
