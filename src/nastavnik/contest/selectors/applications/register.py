"""The register of applications for the desk: every one that was submitted, with its state, to be filtered and exported."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Author, Contest
from nastavnik.contest.permissions import applications_visible_to, can_keep_register
from nastavnik.contest.selectors.applications.lookup import contest_at_desk
from nastavnik.contest.selectors.setup import DirectionRead, directions_of
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk

DRAFTS = frozenset({ApplicationState.DRAFT})
IN_TIME, LATE = "in-time", "late"


def head_name(row: Application) -> str:
    """Return who answers for an application; rows come from `register`."""
    return str(row.head_name or "")  # type: ignore[attr-defined]  # annotated there


def library_name(row: Application) -> str:
    """Return the library of an application."""
    return row.library.label if row.library else ""


def organisation_name(row: Application) -> str:
    """Return the organisation of its library."""
    return row.library.organisation.short_name if row.library else ""


def state_name(row: Application) -> str:
    """Return the state of an application in a word, and whether it came late."""
    state = str(ApplicationState(row.state).label)
    return f"{state} · {_('late')}" if row.is_late else state


def check_url(row: Application) -> str:
    """Return the address of its formal check."""
    return reverse("contest:check_application", args=[row.contest.token, row.token])


REGISTER: Table[Application] = Table(
    name="applications",
    caption=_("Applications"),
    columns=(
        Column("number", _("№"), lambda row: row.number, order=("number",), is_number=True),
        Column("title", _("Project"), lambda row: row.title or "—", order=("title_key",), link=check_url),
        Column("library", _("Library"), library_name, order=("library__number", "library__name_key")),
        Column("organisation", _("Organisation"), organisation_name),
        Column("direction", _("Direction"), lambda row: row.direction.title if row.direction else ""),
        Column("head", _("Answers for it"), head_name),
        Column("state", _("State"), state_name, order=("state",)),
        Column("submitted", _("Came in"), lambda row: row.submitted_at, order=("submitted_at",)),
        Column("paper", _("On paper"), lambda row: _("yes") if row.typed_by_id else ""),
    ),
    filters=(
        Filter(
            "q",
            _("Project, library or number"),
            query=lambda text: (
                Q(title_key__contains=search_key(text))
                | Q(library__name_key__contains=search_key(text))
                | Q(library__settlement_key__contains=search_key(text))
                | (Q(number=int(text)) if text.isdecimal() and len(text) < 9 else Q())  # noqa: PLR2004 -- a number of the database
            ),
        ),
        Filter(
            "state",
            _("State"),
            query=lambda state: Q(state=state),
            choices=tuple((one.value, one.label) for one in ApplicationState if one not in DRAFTS),
        ),
        Filter(
            "late",
            _("In time"),
            query=lambda when: Q(is_late=when == LATE),
            choices=((IN_TIME, _("in time")), (LATE, _("late"))),
        ),
    ),
    order="number",
)


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a contest."""

    contest: Contest
    listing: Listing[Application]
    # how many are in each state, in the order of states; drafts are counted, and not shown
    counts: list[tuple[str, int]]
    drafts: int
    paper_url: str
    # a secretary of the jury comes from the jury's desk
    has_desk: bool


def register(actor: User, school: School, token: str, params: Mapping[str, str]) -> Register:
    """Return the register of a contest to whoever looks at it. Raises `Contest.DoesNotExist`."""
    contest = contest_at_desk(actor, school, token)
    rows = applications_visible_to(actor, contest).filter(is_sample=False, number__isnull=False)
    states = dict(
        Application.objects.filter(contest=contest, is_sample=False)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    directions = directions_of(contest)
    table = replace(REGISTER, filters=(*REGISTER.filters, _direction_filter(directions))) if directions else REGISTER
    return Register(
        contest=contest,
        listing=table.listing(with_heads(rows), params),
        counts=[(str(one.label), states[one]) for one in ApplicationState if one not in DRAFTS and states.get(one)],
        drafts=states.get(ApplicationState.DRAFT, 0),
        paper_url=reverse("contest:paper_application", args=[contest.token])
        if can_keep_register(actor, contest)
        else "",
        has_desk=can_see_desk(actor, school),
    )


def with_heads(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Return applications with who answers for each, and what the table shows of them."""
    heads = Author.objects.filter(application=OuterRef("pk")).order_by("-is_head", "pk")
    named = rows.annotate(head_name=Subquery(heads.values("user__full_name")[:1]))
    return named.select_related("library__organisation", "direction", "contest")


def _direction_filter(directions: list[DirectionRead]) -> Filter[Application]:
    return Filter(
        "direction",
        _("Direction"),
        query=lambda direction: Q(direction=direction),
        choices=tuple((str(one.id), one.title) for one in directions),
    )
