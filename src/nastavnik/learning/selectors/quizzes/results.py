"""What is said about an answer once it is known: right, partly, wrong; why; and where in the film to look again."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nastavnik.core.markdown import render_markdown
from nastavnik.core.templatetags.ui import timecode
from nastavnik.learning.enums import QuestionKind, Verdict
from nastavnik.learning.models import Answer, Option, Question
from nastavnik.learning.selectors.quizzes.answers import asked_of
from nastavnik.learning.selectors.quizzes.grading import match_of
from nastavnik.learning.selectors.quizzes.rows import picture_url
from nastavnik.programme.selectors import lesson_url

WHOLE = 1.0
# shares are sums of fractions
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A line of what was answered: an option that was chosen, a place, a pair, or what was typed; with its comment."""

    text: str
    # None: nobody says whether it is right
    is_right: bool | None
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A question as it was answered. `right` and `explanation` are empty while they would spoil another attempt."""

    number: int
    text: SafeString
    picture_url: str
    picture_alt: str
    picture_width: int
    picture_height: int
    verdict: Verdict
    points: float
    most_points: int
    given: tuple[GivenRow, ...]
    right: tuple[str, ...]
    explanation: SafeString
    moment_url: str
    moment_times: str
    reply: SafeString
    reader: str

    @property
    def is_right(self) -> bool:
        return self.verdict == Verdict.RIGHT

    @property
    def badge(self) -> str:
        """Return the kind of badge that shows the verdict."""
        return BADGES[self.verdict]


BADGES = {
    Verdict.RIGHT: "ok",
    Verdict.PARTLY: "warn",
    Verdict.WRONG: "wrong",
    Verdict.NONE: "wrong",
    Verdict.WAITING: "waiting",
}


def result_row(
    question: Question, options: Sequence[Option], number: int, answer: Answer, slug: str, *, is_told_all: bool
) -> ResultRow:
    """Return a question with the verdict on its answer. `is_told_all`: nothing is kept back for another attempt."""
    verdict = verdict_of(answer)
    is_told = is_told_all or verdict == Verdict.RIGHT
    return ResultRow(
        number=number,
        text=render_markdown(question.text),
        picture_url=picture_url(question),
        picture_alt=question.picture_alt,
        picture_width=question.picture_width,
        picture_height=question.picture_height,
        verdict=verdict,
        points=math.floor((answer.share or 0.0) * question.points * 100 + ROUNDING) / 100,
        most_points=question.points,
        given=given_rows(question, options, answer.given),
        right=right_of(question, options) if is_told_all and verdict != Verdict.RIGHT else (),
        explanation=render_markdown(question.explanation) if is_told else SafeString(""),
        moment_url=moment_url(question, slug),
        moment_times=moment_times(question),
        reply=render_markdown(answer.reply),
        reader=str(answer.read_by) if answer.read_by is not None else "",
    )


def verdict_of(answer: Answer) -> Verdict:
    """Return what is to be said about an answer."""
    if answer.share is None:
        return Verdict.WAITING
    if answer.given is None:
        return Verdict.NONE
    if answer.share >= WHOLE - ROUNDING:
        return Verdict.RIGHT
    return Verdict.PARTLY if answer.share > 0 else Verdict.WRONG


def given_rows(question: Question, options: Sequence[Option], given: Any) -> tuple[GivenRow, ...]:
    """Return what was answered, line by line."""
    if isinstance(given, list):
        return tuple(GivenRow(one.text, one.is_right, one.feedback) for one in options if one.pk in given)
    if isinstance(given, dict):
        return _placed_rows(question, options, given)
    if not isinstance(given, str):
        return ()
    if question.kind == QuestionKind.OPEN:
        return (GivenRow(given, None),)
    known = match_of(question.kind, options, given)
    return (GivenRow(given, known is not None and known.is_right, known.feedback if known else ""),)


def _placed_rows(question: Question, options: Sequence[Option], given: dict[str, int]) -> tuple[GivenRow, ...]:
    if question.kind == QuestionKind.ORDER:
        placed = sorted((one for one in options if str(one.pk) in given), key=lambda one: given[str(one.pk)])
        return tuple(
            GivenRow(f"{given[str(one.pk)]}. {one.text}", given[str(one.pk)] == options.index(one) + 1)
            for one in placed
        )
    matches = {one.pk: one.match for one in options}
    return tuple(
        GivenRow(f"{one.text} — {matches.get(given[str(one.pk)], '')}", matches.get(given[str(one.pk)]) == one.match)
        for one in asked_of(options)
        if str(one.pk) in given
    )


def right_of(question: Question, options: Sequence[Option]) -> tuple[str, ...]:
    """Return what would have been right, line by line."""
    if question.kind == QuestionKind.ORDER:
        return tuple(f"{place}. {one.text}" for place, one in enumerate(options, start=1))
    if question.kind == QuestionKind.MATCH:
        return tuple(f"{one.text} — {one.match}" for one in asked_of(options))
    right = [one for one in options if one.is_right]
    if question.kind == QuestionKind.NUMBER:
        return tuple(_number_in_words(one) for one in right)
    return tuple(one.text.replace("*", "…") if question.kind == QuestionKind.SHORT else one.text for one in right)


def _number_in_words(option: Option) -> str:
    words = f"{option.text} ± {option.tolerance:g}" if option.tolerance else option.text
    return words.replace(".", ",")


def moment_url(question: Question, slug: str) -> str:
    """Return where the lesson is watched again for a question: the page of the lesson at that second."""
    if question.moment_seconds is None:
        return ""
    end = f"-{question.moment_end_seconds}" if question.moment_end_seconds is not None else ""
    return f"{lesson_url(slug)}?t={question.moment_seconds}{end}"


def moment_times(question: Question) -> str:
    """Return from when to when, as people write it."""
    if question.moment_seconds is None:
        return ""
    begin = timecode(question.moment_seconds)
    if question.moment_end_seconds is None:
        return gettext("from %(time)s") % {"time": begin}
    return f"{begin}–{timecode(question.moment_end_seconds)}"
