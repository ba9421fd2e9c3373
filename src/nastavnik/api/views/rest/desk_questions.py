"""Questions to the mentors with their texts by a key, answered and made public."""

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router

from nastavnik.api.enums import Scope
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.api.selectors.shapes.base import Page
from nastavnik.api.selectors.staff import questions as reads
from nastavnik.api.services import questions as services
from nastavnik.api.views.rest.asked import ListQuery, Token, asked_of, page_of
from nastavnik.api.views.rest.keys import opened_by
from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest

READ, WRITE = (opened_by(scope, "desk: answers") for scope in (Scope.READ_ANSWERS, Scope.WRITE_ANSWERS))
ONE = "/answers/{token}"

router = Router()


@router.get(
    "/questions/{token}",
    response=shapes.DeskQuestion,
    url_name="v1_desk_question",
    summary=_("A question with its text"),
    **READ,
)
def question(request: SignedInRequest, token: Path[Token]) -> Any:
    """A question and the answers to it; who asked is not told."""
    return reads.question_row(request.user, request.school, token)


@router.post(
    "/questions/{token}/answer",
    response={201: shapes.DeskQuestion},
    url_name="v1_desk_question_answer",
    summary=_("Answer a question"),
    **WRITE,
)
def answer(request: SignedInRequest, token: Path[Token], new: shapes.NewAnswer) -> Any:
    """Send an answer in the name of the key’s owner; the asker is told. What she is writing at the desk is not written over."""
    services.answer(actor=request.user, school=request.school, token=token, text=new.text, now=clock.now())
    return reads.question_row(request.user, request.school, token)


@router.post(
    "/questions/{token}/public",
    response={201: shapes.DeskAnswer},
    url_name="v1_desk_question_public",
    summary=_("Prepare a public answer"),
    **WRITE,
)
def prepare(request: SignedInRequest, token: Path[Token]) -> Any:
    """Make a public answer of a question, not public yet; of a question that has one, it is answered with that one."""
    made = services.prepare(actor=request.user, school=request.school, token=token, now=clock.now())
    return reads.answer_row(request.user, request.school, made)


@router.get(
    "/answers",
    response=Page[shapes.DeskAnswer],
    url_name="v1_desk_answers",
    summary=_("All public answers, prepared ones too"),
    **READ,
)
def answers(request: SignedInRequest, query: Query[ListQuery]) -> Any:
    """Public answers in every state."""
    return page_of(request, reads.answer_rows(request.user, asked_of(request, query, "desk answers")))


@router.get(
    ONE, response=shapes.DeskAnswer, url_name="v1_desk_answer", summary=_("A public answer at the desk"), **READ
)
def one_answer(request: SignedInRequest, token: Path[Token]) -> Any:
    """An answer with its version, which whoever changes or publishes it must know."""
    return reads.answer_row(request.user, request.school, token)


@router.patch(ONE, response=shapes.DeskAnswer, url_name="v1_desk_answer", summary=_("Change a public answer"), **WRITE)
def change(request: SignedInRequest, token: Path[Token], changes: shapes.AnswerChanges) -> Any:
    """Change what is named of an answer that is not public."""
    services.change(actor=request.user, school=request.school, token=token, changes=changes, now=clock.now())
    return reads.answer_row(request.user, request.school, token)


@router.post(
    f"{ONE}/publish",
    response=shapes.DeskAnswer,
    url_name="v1_desk_answer_publish",
    summary=_("Publish an answer"),
    **WRITE,
)
def publish(request: SignedInRequest, token: Path[Token], seen: shapes.Seen) -> Any:
    """Let everybody read it; where somebody can be recognised, the asker must have consented to these very words."""
    school, now = request.school, clock.now()
    services.publish(actor=request.user, school=school, token=token, version=seen.version, now=now)
    return reads.answer_row(request.user, request.school, token)


@router.post(
    f"{ONE}/withdraw",
    response=shapes.DeskAnswer,
    url_name="v1_desk_answer_withdraw",
    summary=_("Take a public answer off"),
    **WRITE,
)
def withdraw(request: SignedInRequest, token: Path[Token]) -> Any:
    """Let it be public no more; it is kept, and may be published again."""
    services.withdraw(actor=request.user, school=request.school, token=token, now=clock.now())
    return reads.answer_row(request.user, request.school, token)
