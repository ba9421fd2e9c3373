"""What the answers say about the questions: hard ones, bad ones, wrong answers that attract, minutes that were not understood.

Sums are made by the database; the number of queries does not depend on how many have answered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from nastavnik.core.markdown import render_markdown
from nastavnik.core.tables import Column, Listing, Table
from nastavnik.core.templatetags.ui import timecode
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Answer, Attempt, Option, Question, Quiz
from nastavnik.learning.permissions import quizzes_at_desk_of
from nastavnik.learning.selectors.quizzes.answers import asked_of
from nastavnik.learning.selectors.quizzes.grading import share_of
from nastavnik.learning.selectors.quizzes.measures import (
    EASY_SHARE,
    FEWEST_ANSWERS,
    GOOD_DISCRIMINATION,
    HARD_SHARE,
    WEAK_DISCRIMINATION,
    Sums,
    minutes_of,
)
from nastavnik.learning.selectors.quizzes.rows import options_by_question
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import lesson_url

MINUTE = 60
MOST_ANSWERS = 20_000  # different ones, of all questions: typed answers, orders, sets
MOST_TYPED = 8
MOST_MINUTES = 5
WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An answer of a question, and how many chose it."""

    text: str
    is_right: bool
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A question with its measures."""

    number: int
    text: str
    html: SafeString
    kind_label: str
    sums: Sums
    options: tuple[OptionLine, ...]
    # answers to earlier versions, which are not in the sums
    earlier: int
    remarks: tuple[str, ...]

    @property
    def percent(self) -> int | None:
        """Return how much of its points it gets, per cent."""
        return round(self.sums.share * WHOLE_PERCENT) if self.sums.answers else None

    @property
    def discrimination(self) -> float | None:
        """Return how well it tells who knows the rest; None while there are too few answers to judge by."""
        value = self.sums.discrimination if self.sums.is_enough else None
        return round(value, 2) if value is not None else None


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """A minute of the film, and how much of the points was lost at questions about it."""

    times: str
    url: str
    percent: int
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """What a self-check's answers say."""

    quiz: Quiz
    people: int
    passed: int
    median: int | None
    items: tuple[ItemLine, ...]
    minutes: tuple[MinuteLine, ...]
    listing: Listing[ItemLine]

    @property
    def passed_percent(self) -> int:
        return round(self.passed / self.people * WHOLE_PERCENT) if self.people else 0


def _remarks_in_line(line: ItemLine) -> str:
    return " ".join(line.remarks)


ITEMS = Table[ItemLine](
    name="questions",
    columns=(
        Column("number", _("No."), lambda one: one.number, order=("number",), is_number=True),
        Column("text", _("Question"), lambda one: one.text),
        Column("answers", _("Asked of"), lambda one: one.sums.asked, order=("answers",), is_number=True),
        Column("percent", _("Right, %"), lambda one: one.percent, order=("percent",), is_number=True),
        Column("discrimination", _("Discrimination"), lambda one: one.discrimination, order=("value",), is_number=True),
        Column("unanswered", _("Left out by"), lambda one: one.sums.unanswered, order=("left",), is_number=True),
        Column("remarks", _("Remarks"), _remarks_in_line),
    ),
    order="number",
    caption=_("Questions"),
)


def quiz_statistics(actor: Actor, school: School, token: str, params: QueryDict) -> QuizStatistics:
    """Return what the answers to a self-check say; eight queries. Raises `Quiz.DoesNotExist` for who may not see it."""
    quiz = quizzes_at_desk_of(actor, school).select_related("lesson").get(token=token)
    questions = list(Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None).order_by("position", "pk"))
    items = _items(quiz, questions)
    percents = sorted(_first(quiz).values_list("percent", flat=True))
    passed = Attempt.objects.filter(quiz=quiz).exclude(passed_at=None).values("user").distinct().count()
    return QuizStatistics(
        quiz=quiz,
        people=len(percents),
        passed=passed,
        median=percents[len(percents) // 2] if percents else None,
        items=items,
        minutes=_minutes(quiz, questions, items),
        listing=ITEMS.listing(items, params),
    )


def _first(quiz: Quiz) -> QuerySet[Attempt]:
    return Attempt.objects.filter(quiz=quiz, number=1).exclude(finished_at=None)


def _items(quiz: Quiz, questions: Sequence[Question]) -> tuple[ItemLine, ...]:
    options = options_by_question(questions)
    sums, counts = _sums(quiz), _given(quiz, questions)
    earlier = _earlier(quiz)
    lines = []
    for number, question in enumerate(questions, start=1):
        found = sums.get(question.pk, Sums())
        known = _option_lines(question, options[question.pk], counts[question.pk], found.asked)
        lines.append(
            ItemLine(
                number=number,
                text=str(question),
                html=render_markdown(question.text),
                kind_label=str(QuestionKind(question.kind).label),
                sums=found,
                options=known,
                earlier=earlier.get(question.lineage, 0),
                remarks=tuple(str(remark) for remark in remarks_on(question.kind, found, known)),
            )
        )
    return tuple(lines)


def _sums(quiz: Quiz) -> dict[int, Sums]:
    """Return the sums of each question over first attempts: measures of those whose answers are all read; one query."""
    is_read = Q(attempt__unread=0, share__isnull=False)
    share = F("share")
    rest = Cast(F("attempt__points"), FloatField()) - share * Cast(F("question__points"), FloatField())
    sums = {"x": share, "y": rest, "xx": share * share, "yy": rest * rest, "xy": share * rest}
    answers = Answer.objects.filter(attempt__in=_first(quiz)).order_by().values("question")
    rows: Iterable[Any] = answers.annotate(
        asked=Count("pk"),
        answers=Count("pk", filter=is_read),
        unanswered=Count("pk", filter=Q(given__isnull=True)),
        **{name: Coalesce(Sum(what, filter=is_read), 0.0) for name, what in sums.items()},
    )
    names = ("asked", "answers", "unanswered", *sums)
    return {row["question"]: Sums(**{name: row[name] for name in names}) for row in rows}


def _given(quiz: Quiz, questions: Sequence[Question]) -> dict[int, list[tuple[Any, int]]]:
    """Return the different answers to each question and how often each was given; one query."""
    asked = [one.pk for one in questions if one.kind != QuestionKind.OPEN]
    answers = Answer.objects.filter(attempt__in=_first(quiz), question__in=asked).filter(given__isnull=False)
    rows = answers.order_by().values_list("question", "given").annotate(count=Count("pk")).order_by("-count")
    found: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    for question_id, given, count in rows[:MOST_ANSWERS]:
        found[question_id].append((given, count))
    return found


def _earlier(quiz: Quiz) -> dict[str, int]:
    """Return how many answered earlier versions of each question, by lineage; one query."""
    answers = Answer.objects.filter(question__quiz=quiz, attempt__in=_first(quiz), question__replaced_at__isnull=False)
    rows = answers.order_by().values_list("question__lineage").annotate(count=Count("pk"))
    return dict(rows)


def _option_lines(
    question: Question, options: Sequence[Option], given: Iterable[tuple[Any, int]], asked: int
) -> tuple[OptionLine, ...]:
    """Return how many chose each answer; of typed ones those that came most often."""
    counted: Counter[Any] = Counter()
    for value, count in given:
        for key in _keys_of(question, options, value):
            counted[key] += count
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return tuple(_option(one.text, counted[one.pk], asked, is_right=one.is_right) for one in options)
    if question.kind in {QuestionKind.ORDER, QuestionKind.MATCH}:
        words = _("%(text)s: in its place") if question.kind == QuestionKind.ORDER else _("%(text)s: right pair")
        rows = asked_of(options)
        return tuple(_option(str(words) % {"text": one.text}, counted[one.pk], asked, is_right=True) for one in rows)
    return tuple(
        _option(text, count, asked, is_right=share_of(question.kind, options, text) == 1)
        for text, count in counted.most_common(MOST_TYPED)
    )


def _keys_of(question: Question, options: Sequence[Option], given: Any) -> list[Any]:
    """Return what an answer counts for: its options, the options in their right places, or its text."""
    if isinstance(given, list):
        return given
    if not isinstance(given, dict):
        return [given]
    if question.kind == QuestionKind.ORDER:
        return [one.pk for place, one in enumerate(options, start=1) if given.get(str(one.pk)) == place]
    matches = {one.pk: one.match for one in options}
    return [one.pk for one in asked_of(options) if matches.get(given.get(str(one.pk), 0)) == one.match]


def _option(text: str, count: int, asked: int, *, is_right: bool) -> OptionLine:
    percent = round(count / asked * WHOLE_PERCENT) if asked else 0
    return OptionLine(text=text, is_right=is_right, count=count, percent=percent)


def remarks_on(kind: str, sums: Sums, options: Sequence[OptionLine]) -> list[Promise | str]:
    """Say in words what is remarkable about a question; nothing of one with too few answers but that."""
    if not sums.is_enough:
        return [_("Too few answers to judge by: at least %(count)d are wanted.") % {"count": FEWEST_ANSWERS}]
    remarks: list[Promise | str] = []
    if sums.share < HARD_SHARE:
        remarks.append(_("Hard: most get it wrong. Is it told in the lesson?"))
    if sums.share > EASY_SHARE:
        remarks.append(_("Easy: nearly everybody gets it right."))
    return [*remarks, *_on_discrimination(sums), *_on_options(kind, options)]


def _on_discrimination(sums: Sums) -> list[Promise | str]:
    value = sums.discrimination
    if value is None or sums.share > EASY_SHARE:
        return []
    if value < 0:
        return [
            _(
                "Bad: who knows the rest gets this wrong more often. Look whether the right answer is marked, and whether it can be misread."
            )
        ]
    if value < WEAK_DISCRIMINATION:
        return [_("Weak: it hardly tells who knows the rest from who does not.")]
    return [_("Good: it tells well who has understood.")] if value >= GOOD_DISCRIMINATION else []


def _on_options(kind: str, options: Sequence[OptionLine]) -> list[Promise | str]:
    """Say which wrong answers attract more than the right one, and which attract nobody."""
    if kind not in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return []
    wrong = [one for one in options if not one.is_right]
    most_right = max((one.count for one in options if one.is_right), default=0)
    stronger = [one.text for one in wrong if one.count > most_right]
    unused = [one.text for one in wrong if not one.count]
    remarks: list[Promise | str] = []
    if stronger:
        remarks.append(
            _("A wrong answer is chosen more often than the right one: %(texts)s.") % {"texts": _list(stronger)}
        )
    if unused:
        remarks.append(
            _("Nobody chooses: %(texts)s. A better wrong answer would make the question truer.")
            % {"texts": _list(unused)}
        )
    return remarks


def _list(texts: Iterable[str]) -> str:
    return ", ".join(f"«{text}»" for text in texts)


def _minutes(quiz: Quiz, questions: Sequence[Question], items: Sequence[ItemLine]) -> tuple[MinuteLine, ...]:
    """Return the minutes of the film at whose questions most was lost, the worst first."""
    lost: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
    for question, item in zip(questions, items, strict=True):
        if question.moment_seconds is None or not item.sums.answers:
            continue
        for minute in minutes_of(question.moment_seconds, question.moment_end_seconds):
            lost[minute].append((item.number, item.sums.answers - item.sums.x, item.sums.answers))
    shares = {minute: sum(one[1] for one in rows) / sum(one[2] for one in rows) for minute, rows in lost.items()}
    worst = sorted((minute for minute in shares if shares[minute] > 0), key=lambda minute: (-shares[minute], minute))
    return tuple(_minute_line(quiz, minute, shares[minute], lost[minute]) for minute in worst[:MOST_MINUTES])


def _minute_line(quiz: Quiz, minute: int, share: float, rows: Sequence[tuple[int, float, int]]) -> MinuteLine:
    begin, end = minute * MINUTE, (minute + 1) * MINUTE
    return MinuteLine(
        times=f"{timecode(begin)}–{timecode(end)}",
        url=f"{lesson_url(quiz.lesson.slug)}?t={begin}-{end}",
        percent=round(share * WHOLE_PERCENT),
        questions=tuple(number for number, _lost, _answers in rows),
    )
