"""Programmes of the desk by a key, and who takes part in them."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from nastavnik.api.enums import Scope
from nastavnik.api.selectors.desk import cycle_shapes, programme_rows
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.api.selectors.shapes.base import Page
from nastavnik.api.selectors.shapes.desk import DeskCycle, DeskProgramme
from nastavnik.api.selectors.staff import programmes as reads
from nastavnik.api.services import programmes as services
from nastavnik.api.views.rest.asked import ListQuery, Token, asked_of, page_of
from nastavnik.api.views.rest.keys import opened_by
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest

READ, WRITE = (opened_by(scope, "desk: lessons") for scope in (Scope.READ_LESSONS, Scope.WRITE_LESSONS))
READ_PEOPLE, ENROL = (opened_by(one, "desk: enrolments") for one in (Scope.READ_ENROLMENTS, Scope.WRITE_ENROLMENTS))
ONE = "/programmes/{token}"

router = Router()


@router.get(
    "/programmes",
    response=list[DeskProgramme],
    url_name="v1_desk_programmes",
    summary=_("All programmes with their numbers"),
    **READ,
)
def programmes(request: SignedInRequest) -> Any:
    """Public and hidden years of the school, the newest first."""
    return programme_rows(request.user, request.school)


@router.get(
    "/programmes/{token}/cycles",
    response=list[DeskCycle],
    url_name="v1_desk_cycles",
    summary=_("Cycles of a programme"),
    **READ,
)
def cycles(request: SignedInRequest, token: Path[Token]) -> Any:
    """The cycles into which lessons can be put, empty ones too."""
    return cycle_shapes(request.user, request.school, token, clock.now())


@router.post(
    "/programmes",
    response={201: shapes.DeskProgrammeFull},
    url_name="v1_desk_programmes",
    summary=_("Make a programme"),
    **WRITE,
)
def make(request: SignedInRequest, new: shapes.NewProgramme) -> Any:
    """Make a programme, which only the desk sees until it is published."""
    token = services.make(actor=request.user, school=request.school, new=new, now=clock.now())
    return reads.programme_row(request.user, request.school, token)


@router.get(
    ONE,
    response=shapes.DeskProgrammeFull,
    url_name="v1_desk_programme",
    summary=_("A programme as the desk sees it"),
    **READ,
)
def programme(request: SignedInRequest, token: Path[Token]) -> Any:
    """A programme with its version, which whoever changes it must know."""
    return reads.programme_row(request.user, request.school, token)


@router.patch(
    ONE,
    response=shapes.DeskProgrammeFull,
    url_name="v1_desk_programme",
    summary=_("Change a programme"),
    **WRITE,
)
def change(request: SignedInRequest, token: Path[Token], changes: shapes.ProgrammeChanges) -> Any:
    """Change what is named. If somebody has changed it since that version, the change is refused with 409."""
    services.change(actor=request.user, school=request.school, token=token, changes=changes, now=clock.now())
    return reads.programme_row(request.user, request.school, token)


@router.post(
    f"{ONE}/publish",
    response=shapes.DeskProgrammeFull,
    url_name="v1_desk_programme_publish",
    summary=_("Publish a programme"),
    **WRITE,
)
def publish(request: SignedInRequest, token: Path[Token]) -> Any:
    """Let everybody see it, with its lessons that are announced."""
    services.show(actor=request.user, school=request.school, token=token, is_public=True, now=clock.now())
    return reads.programme_row(request.user, request.school, token)


@router.post(
    f"{ONE}/hide",
    response=shapes.DeskProgrammeFull,
    url_name="v1_desk_programme_hide",
    summary=_("Take a programme back to the desk"),
    **WRITE,
)
def hide(request: SignedInRequest, token: Path[Token]) -> Any:
    """Nothing of it is lost, and nobody else sees it."""
    services.show(actor=request.user, school=request.school, token=token, is_public=False, now=clock.now())
    return reads.programme_row(request.user, request.school, token)


@router.post(
    f"{ONE}/cycles",
    response={201: list[DeskCycle]},
    url_name="v1_desk_cycles",
    summary=_("Add a cycle"),
    **WRITE,
)
def add_cycle(request: SignedInRequest, token: Path[Token], new: shapes.NewCycle) -> Any:
    """Add a cycle at the end; the answer is all of them."""
    now = clock.now()
    services.add_cycle(actor=request.user, school=request.school, token=token, new=new, now=now)
    return cycle_shapes(request.user, request.school, token, now)


@router.get(
    "/people",
    response=Page[shapes.Person],
    url_name="v1_desk_people",
    summary=_("The people of the school"),
    **READ_PEOPLE,
)
def people(request: SignedInRequest, query: Query[ListQuery]) -> Any:
    """Everybody who holds a role in the school, in the order in which the accounts were made."""
    return page_of(request, reads.people_rows(request.user, asked_of(request, query, "desk people")))


@router.get(
    "/libraries",
    response=list[shapes.Unit],
    url_name="v1_desk_libraries",
    summary=_("The libraries of the network"),
    **READ_PEOPLE,
)
def libraries(request: SignedInRequest) -> Any:
    """By whole libraries people are enrolled, too."""
    return reads.library_rows(request.user, request.school)


@router.get(
    f"{ONE}/enrolments",
    response=Page[shapes.EnrolmentRow],
    url_name="v1_desk_enrolments",
    summary=_("Who is enrolled in a programme"),
    **READ_PEOPLE,
)
def enrolments(request: SignedInRequest, token: Path[Token], query: Query[ListQuery]) -> Any:
    """Everybody who has a place in a programme."""
    asked = asked_of(request, query, f"enrolments of {token}")
    return page_of(request, reads.enrolment_rows(request.user, asked, token))


@router.post(
    f"{ONE}/enrolments",
    response=shapes.Enrolled,
    url_name="v1_desk_enrolments",
    summary=_("Enrol people"),
    **ENROL,
)
def enrol(request: SignedInRequest, token: Path[Token], new: shapes.NewEnrolments) -> Any:
    """Enrol people one by one and by whole libraries; whoever is enrolled already stays so."""
    made = services.enrol(actor=request.user, school=request.school, token=token, new=new, now=clock.now())
    return shapes.Enrolled(added=len(made.new), known=made.known)


@router.post(
    f"{ONE}/enrolments/{{person}}/remove",
    response={204: None},
    url_name="v1_desk_enrolment_remove",
    summary=_("Take a person’s place back"),
    **ENROL,
)
def remove(request: SignedInRequest, token: Path[Token], person: Path[Token]) -> Any:
    """What she has done stays hers; enrolled again, she has her place again."""
    services.remove_enrolled(actor=request.user, school=request.school, token=token, person=person, now=clock.now())
