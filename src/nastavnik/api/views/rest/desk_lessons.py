"""Lessons of the desk by a key: read, made, changed, moved through their states."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from nastavnik.api.enums import Scope
from nastavnik.api.selectors import desk as reads
from nastavnik.api.selectors.shapes import desk as shapes
from nastavnik.api.selectors.shapes.base import Page
from nastavnik.api.selectors.shapes.open import Lesson
from nastavnik.api.services import lessons
from nastavnik.api.views.rest.asked import DeskLessonQuery, Token, asked_of, page_of
from nastavnik.api.views.rest.keys import opened_by
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest

TAG = "desk: lessons"
READ, WRITE = opened_by(Scope.READ_LESSONS, TAG), opened_by(Scope.WRITE_LESSONS, TAG)

router = Router()


@router.get("/lessons", response=Page[Lesson], url_name="v1_desk_lessons", summary=_("All lessons, drafts too"), **READ)
def lesson_list(request: SignedInRequest, query: Query[DeskLessonQuery]) -> Any:
    """Lessons of all programmes, in the order in which they were made."""
    asked = asked_of(request, query, "desk lessons")
    return page_of(request, reads.lesson_rows(request.user, asked, clock.now(), state=query.state))


@router.post(
    "/lessons",
    response={201: shapes.DeskLesson},
    url_name="v1_desk_lessons",
    summary=_("Make a lesson"),
    **WRITE,
)
def make(request: SignedInRequest, new: shapes.NewLesson) -> Any:
    """Make a draft at the end of a cycle."""
    now = clock.now()
    uid = lessons.make_lesson(actor=request.user, school=request.school, new=new, now=now)
    return reads.lesson_row(request.user, request.school, uid, now)


@router.get(
    "/lessons/{uid}",
    response=shapes.DeskLesson,
    url_name="v1_desk_lesson",
    summary=_("A lesson as the desk sees it"),
    **READ,
)
def lesson(request: SignedInRequest, uid: Path[Token]) -> Any:
    """A lesson with its version, which whoever changes it must know."""
    return reads.lesson_row(request.user, request.school, uid, clock.now())


@router.patch(
    "/lessons/{uid}",
    response=shapes.DeskLesson,
    url_name="v1_desk_lesson",
    summary=_("Change a lesson"),
    **WRITE,
)
def change(request: SignedInRequest, uid: Path[Token], changes: shapes.LessonChanges) -> Any:
    """Change what is named. What others have changed since that version is kept, or the change is refused with 409."""
    now = clock.now()
    lessons.change_lesson(actor=request.user, school=request.school, uid=uid, changes=changes, now=now)
    return reads.lesson_row(request.user, request.school, uid, now)


@router.post(
    "/lessons/{uid}/cancel",
    response=shapes.DeskLesson,
    url_name="v1_desk_lesson_cancel",
    summary=_("Cancel a lesson"),
    **WRITE,
)
def cancel(request: SignedInRequest, uid: Path[Token], why: shapes.Reason) -> Any:
    """Say that it will not take place, and why; those enrolled are told."""
    now = clock.now()
    lessons.cancel(actor=request.user, school=request.school, uid=uid, reason=why.reason, now=now)
    return reads.lesson_row(request.user, request.school, uid, now)


def _moved(move: lessons.Move) -> Callable[..., Any]:
    """Return the operation that moves a lesson into another state."""

    def operation(request: SignedInRequest, uid: Path[Token]) -> Any:
        now = clock.now()
        lessons.move(actor=request.user, school=request.school, uid=uid, to=move, now=now)
        return reads.lesson_row(request.user, request.school, uid, now)

    operation.__name__, operation.__doc__ = move.value, lessons.MEANS[move]
    return operation


SUMMARIES = {
    lessons.Move.ANNOUNCE: _("Announce a lesson"),
    lessons.Move.WITHDRAW: _("Take a lesson back to the drafts"),
    lessons.Move.RESTORE: _("Let a cancelled lesson take place after all"),
    lessons.Move.HOLD: _("Mark a lesson as held"),
    lessons.Move.REOPEN: _("Take the mark back that a lesson was held"),
}
for one, summary in SUMMARIES.items():
    router.post(
        f"/lessons/{{uid}}/{one.value}",
        response=shapes.DeskLesson,
        url_name=f"v1_desk_lesson_{one.value}",
        summary=summary,
        **WRITE,
    )(_moved(one))
