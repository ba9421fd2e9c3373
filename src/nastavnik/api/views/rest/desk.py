"""What the desk reads by a key: progress, registers, questions, channels."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from nastavnik.api.enums import Scope
from nastavnik.api.selectors import desk as reads
from nastavnik.api.selectors.shapes import desk as shapes
from nastavnik.api.selectors.shapes.base import Page
from nastavnik.api.views.rest.asked import ListQuery, Slug, Token, asked_of, page_of
from nastavnik.api.views.rest.keys import opened_by
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest

PROGRESS = opened_by(Scope.READ_PROGRESS, "desk: progress")
QUESTIONS = opened_by(Scope.READ_QUESTIONS, "desk: questions")

router = Router()


@router.get(
    "/channels",
    response=list[shapes.Channel],
    url_name="v1_desk_channels",
    summary=_("Channels"),
    **opened_by(Scope.READ_LESSONS, "desk: lessons"),
)
def channels(request: SignedInRequest) -> Any:
    """The places outside where broadcasts are shown."""
    return reads.channel_rows(request.user, request.school)


@router.get(
    "/programmes/{token}/progress",
    response=shapes.Progress,
    url_name="v1_desk_progress",
    summary=_("How far the branches are"),
    **PROGRESS,
)
def progress(request: SignedInRequest, token: Path[Token]) -> Any:
    """The network in a programme, branch by branch."""
    return reads.progress_shape(request.user, request.school, token)


@router.get(
    "/programmes/{token}/learners",
    response=Page[shapes.Learner],
    url_name="v1_desk_learners",
    summary=_("Who takes part in a programme"),
    **PROGRESS,
)
def learners(request: SignedInRequest, token: Path[Token], query: Query[ListQuery]) -> Any:
    """Everybody who takes part in a programme, and how far she is."""
    asked = asked_of(request, query, f"learners of {token}")
    return page_of(request, reads.learner_rows(request.user, asked, token))


@router.get(
    "/programmes/{token}/lessons",
    response=list[shapes.LessonNumbers],
    url_name="v1_desk_lesson_numbers",
    summary=_("Lessons of a programme in numbers"),
    **PROGRESS,
)
def lesson_numbers(request: SignedInRequest, token: Path[Token]) -> Any:
    """How many screens, people and completions each lesson has."""
    return reads.lesson_numbers(request.user, request.school, token)


@router.get(
    "/contests/{slug}/applications",
    response=Page[shapes.RegisterRow],
    url_name="v1_desk_applications",
    summary=_("The register of a contest"),
    **opened_by(Scope.READ_APPLICATIONS, "desk: contests"),
)
def applications(request: SignedInRequest, slug: Path[Slug], query: Query[ListQuery]) -> Any:
    """Applications that were submitted, with their states."""
    asked = asked_of(request, query, f"applications of {slug}")
    return page_of(request, reads.application_rows(request.user, asked, slug))


@router.get(
    "/questions",
    response=Page[shapes.Question],
    url_name="v1_desk_questions",
    summary=_("Questions to the mentors"),
    **QUESTIONS,
)
def questions(request: SignedInRequest, query: Query[ListQuery]) -> Any:
    """How each question stands, without its text and without who asked."""
    return page_of(request, reads.question_rows(request.user, asked_of(request, query, "questions")))


@router.get(
    "/questions/figures",
    response=shapes.QuestionFigures,
    url_name="v1_desk_question_figures",
    summary=_("Questions in figures"),
    **QUESTIONS,
)
def question_figures(request: SignedInRequest) -> Any:
    """What waits, what is overdue, what was answered in time."""
    return reads.question_figures(request.user, request.school, clock.now())
