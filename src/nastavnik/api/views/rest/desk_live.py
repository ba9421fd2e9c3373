"""Broadcasts of the desk by a key, and what is submitted to portals."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from nastavnik.api.enums import Scope
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.api.selectors.shapes.base import Page
from nastavnik.api.selectors.staff import live as reads
from nastavnik.api.services import broadcasts as services
from nastavnik.api.views.rest.asked import ListQuery, Token, asked_of, page_of
from nastavnik.api.views.rest.keys import opened_by
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest
from nastavnik.live.selectors.desk import broadcast_to_hold
from nastavnik.live.services.broadcasts import end_broadcast, go_live

READ, WRITE = (opened_by(scope, "desk: broadcasts") for scope in (Scope.READ_BROADCASTS, Scope.WRITE_BROADCASTS))
ONE = "/broadcasts/{token}"

router = Router()


@router.get(
    "/broadcasts",
    response=Page[shapes.DeskBroadcast],
    url_name="v1_desk_broadcasts",
    summary=_("Broadcasts"),
    **READ,
)
def broadcasts(request: SignedInRequest, query: Query[ListQuery]) -> Any:
    """All broadcasts, in the order in which they were planned."""
    return page_of(request, reads.broadcast_rows(request.user, asked_of(request, query, "desk broadcasts")))


@router.post(
    "/broadcasts",
    response={201: shapes.DeskBroadcast},
    url_name="v1_desk_broadcasts",
    summary=_("Plan a broadcast"),
    **WRITE,
)
def plan(request: SignedInRequest, new: shapes.NewBroadcast) -> Any:
    """Plan the broadcast of a lesson, with its room; of a lesson that has one, it is answered with that one."""
    token = services.plan(actor=request.user, school=request.school, lesson=new.lesson, now=clock.now())
    return reads.broadcast_row(request.user, request.school, token)


@router.get(ONE, response=shapes.DeskBroadcast, url_name="v1_desk_broadcast", summary=_("A broadcast"), **READ)
def broadcast(request: SignedInRequest, token: Path[Token]) -> Any:
    """A broadcast as it stands, without its keys."""
    return reads.broadcast_row(request.user, request.school, token)


@router.patch(
    ONE,
    response=shapes.DeskBroadcast,
    url_name="v1_desk_broadcast",
    summary=_("Change a broadcast"),
    **WRITE,
)
def change(request: SignedInRequest, token: Path[Token], changes: shapes.BroadcastChanges) -> Any:
    """Change what is named, until it is over."""
    services.change(actor=request.user, school=request.school, token=token, changes=changes, now=clock.now())
    return reads.broadcast_row(request.user, request.school, token)


@router.post(
    f"{ONE}/begin",
    response=shapes.DeskBroadcast,
    url_name="v1_desk_broadcast_begin",
    summary=_("Go on air"),
    **WRITE,
)
def begin(request: SignedInRequest, token: Path[Token]) -> Any:
    """Show the signal to everybody and begin the recording; somebody must be sending."""
    row = broadcast_to_hold(request.user, request.school, token)
    go_live(actor=request.user, broadcast_id=row.pk, now=clock.now())
    return reads.broadcast_row(request.user, request.school, token)


@router.post(
    f"{ONE}/end",
    response=shapes.DeskBroadcast,
    url_name="v1_desk_broadcast_end",
    summary=_("End a broadcast"),
    **WRITE,
)
def end(request: SignedInRequest, token: Path[Token]) -> Any:
    """End it; its recording follows within seconds."""
    row = broadcast_to_hold(request.user, request.school, token)
    end_broadcast(actor=request.user, broadcast_id=row.pk, now=clock.now())
    return reads.broadcast_row(request.user, request.school, token)


@router.get(
    "/submissions",
    response=list[shapes.SubmissionLine],
    url_name="v1_desk_submissions",
    summary=_("Submissions to portals"),
    **READ,
)
def submissions(request: SignedInRequest) -> Any:
    """What has to be submitted of lessons to come, until when, and what became of it; the nearest first."""
    return reads.submission_rows(request.user, request.school, clock.now())
