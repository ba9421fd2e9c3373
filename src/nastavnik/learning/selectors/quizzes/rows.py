"""A question as a page shows it: to be answered, as it was answered, or as its author sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Answer, Option, Question
from nastavnik.learning.selectors.quizzes.answers import (
    asked_of,
    field_of,
    in_order_of,
    is_whole,
    mark_of,
    matches_of,
    shuffled_to_order,
)


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option in the form of an attempt. `value` is what the form sends for it, `chosen` what was chosen beside it."""

    field: str
    value: str
    text: str
    is_checked: bool = False
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in the form of an attempt."""

    id: int
    token: str
    number: int
    kind: str
    text: SafeString
    points: int
    picture_url: str
    picture_alt: str
    picture_width: int
    picture_height: int
    field: str
    mark: str
    options: tuple[OptionRow, ...]
    # what may be chosen beside each option: (value, words)
    choices: tuple[tuple[str, str], ...]
    typed: str
    # nothing is missing in the answer
    is_answered: bool
    # something is
    is_begun: bool
    # the film has said whether it is right
    is_told: bool
    saved_at: datetime | None

    @property
    def is_one(self) -> bool:
        return self.kind == QuestionKind.SINGLE

    @property
    def is_chosen(self) -> bool:
        return self.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}

    @property
    def is_placed(self) -> bool:
        return self.kind in {QuestionKind.ORDER, QuestionKind.MATCH}

    @property
    def is_order(self) -> bool:
        return self.kind == QuestionKind.ORDER

    @property
    def is_number(self) -> bool:
        return self.kind == QuestionKind.NUMBER

    @property
    def is_open(self) -> bool:
        return self.kind == QuestionKind.OPEN


@dataclass(frozen=True, slots=True)
class Showing:
    """How the questions of an attempt are shown: its seed, and whether its options are mixed."""

    seed: int = 0
    is_mixed: bool = True


def options_by_question(questions: Iterable[Question]) -> dict[int, list[Option]]:
    """Return the options of questions in their order, by the numbers of the questions; one query."""
    found: dict[int, list[Option]] = {question.pk: [] for question in questions}
    for option in Option.objects.filter(question__in=list(found)).order_by("position"):
        found[option.question_id].append(option)
    return found


def question_row(
    question: Question, options: Sequence[Option], number: int, showing: Showing, answer: Answer | None = None
) -> QuestionRow:
    """Return a question with the answer that was given, if there is one."""
    given = answer.given if answer is not None else None
    return QuestionRow(
        id=question.pk,
        token=question.token,
        number=number,
        kind=question.kind,
        text=render_markdown(question.text),
        points=question.points,
        picture_url=picture_url(question),
        picture_alt=question.picture_alt,
        picture_width=question.picture_width,
        picture_height=question.picture_height,
        field=field_of(question.pk),
        mark=mark_of(given),
        options=_options(question, options, showing, given),
        choices=_choices(question, options, showing),
        typed=given if isinstance(given, str) else "",
        is_answered=is_whole(question.kind, options, given),
        is_begun=given is not None,
        is_told=answer is not None and answer.told_at is not None,
        saved_at=answer.saved_at if answer is not None and given is not None else None,
    )


def picture_url(question: Question) -> str:
    """Return the address of a question's picture; nothing where it has none."""
    return reverse("learning:quiz_picture", args=[question.token]) if question.picture else ""


def _options(question: Question, options: Sequence[Option], showing: Showing, given: Any) -> tuple[OptionRow, ...]:
    name = field_of(question.pk)
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        chosen = given if isinstance(given, list) else []
        shown = in_order_of(showing.seed, options) if showing.is_mixed else options
        return tuple(OptionRow(name, str(one.pk), one.text, is_checked=one.pk in chosen) for one in shown)
    if question.kind not in {QuestionKind.ORDER, QuestionKind.MATCH}:
        return ()
    is_order = question.kind == QuestionKind.ORDER
    shown = shuffled_to_order(showing.seed, options) if is_order else asked_of(options)
    places = _places(question, options, showing, given)
    return tuple(OptionRow(f"{name}-{one.pk}", "", one.text, chosen=places.get(str(one.pk), "")) for one in shown)


def _places(question: Question, options: Sequence[Option], showing: Showing, given: Any) -> dict[str, str]:
    """Return what the form calls that which was chosen for each option."""
    if not isinstance(given, dict):
        return {}
    if question.kind == QuestionKind.ORDER:
        return {key: str(place) for key, place in given.items()}
    names = {one.pk: str(place) for place, one in enumerate(matches_of(showing.seed, options), start=1)}
    return {key: names.get(value, "") for key, value in given.items()}


def _choices(question: Question, options: Sequence[Option], showing: Showing) -> tuple[tuple[str, str], ...]:
    if question.kind == QuestionKind.ORDER:
        return tuple((str(place), str(place)) for place in range(1, len(options) + 1))
    if question.kind == QuestionKind.MATCH:
        mixed = matches_of(showing.seed, options)
        return tuple((str(place), one.match) for place, one in enumerate(mixed, start=1))
    return ()
