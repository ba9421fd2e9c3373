"""What people said of a lesson, in shares and in their words; of a few it is not said, for few can be guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Listing, Table
from nastavnik.learning.models import SurveyAnswer, SurveyReceipt
from nastavnik.learning.permissions import can_check_in, can_see_progress
from nastavnik.live.selectors import presence
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.programme.selectors import lesson_url

# Of fewer answers it would be known who gave them.
FEWEST = 3
MARKS = (5, 4, 3, 2, 1)

ANSWERS: Table[SurveyAnswer] = Table(
    name="survey",
    caption=_("Answers"),
    columns=(
        Column("usefulness", _("Useful"), lambda answer: answer.usefulness, order=("usefulness",), is_number=True),
        Column("clarity", _("Clear"), lambda answer: answer.clarity, order=("clarity",), is_number=True),
        Column("will_use", _("What I will use"), lambda answer: answer.will_use),
        Column("next_themes", _("Themes for the next lessons"), lambda answer: answer.next_themes),
        Column("name", _("Signed"), lambda answer: str(answer.user) if answer.user else ""),
    ),
    order="usefulness",
)


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """The survey of a lesson for somebody who may answer it."""

    lesson: Lesson
    lesson_url: str
    is_open: bool
    has_answered: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many gave a mark."""

    mark: int
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class MarkShares:
    """All marks that were given for one thing, and their mean."""

    label: str | Promise
    mean: float
    shares: list[Share]


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """What was said of a lesson. Of fewer than `FEWEST` answers only their number.

    Answers without a name of which there are fewer are in the number alone: marks and words are of those who signed.
    """

    count: int
    marks: list[MarkShares]
    listing: Listing[SurveyAnswer] | None

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers to show them."""
        return self.listing is not None


def is_survey_open(lesson: Lesson, *, is_aired: bool, now: datetime) -> bool:
    """Tell whether a lesson is over, so that people may say what it was good for. `is_aired`: its broadcast is over."""
    if lesson.state == LessonState.HELD or is_aired:
        return True
    return lesson.state == LessonState.ANNOUNCED and lesson.ends_at is not None and lesson.ends_at <= now


def survey_page(actor: Actor, school: School, slug: str, now: datetime) -> SurveyPage:
    """Return the survey of a lesson for whoever has an account and may open the lesson. Raises `Lesson.DoesNotExist`."""
    lesson = lessons_visible_to(actor, school).select_related("school", "cycle__programme").get(slug=slug)
    if not can_check_in(actor, lesson):
        raise Lesson.DoesNotExist
    return SurveyPage(
        lesson=lesson,
        lesson_url=lesson_url(slug),
        is_open=is_survey_open(lesson, is_aired=presence.airing_of(lesson.pk) is not None, now=now),
        has_answered=isinstance(actor, User) and SurveyReceipt.objects.filter(lesson=lesson, user=actor).exists(),
    )


def survey_results(actor: Actor, lesson: Lesson, params: Mapping[str, str]) -> SurveyResults:
    """Return what was said of a lesson. Raises `Lesson.DoesNotExist` for who is not of the desk."""
    if not can_see_progress(actor, lesson.school):
        raise Lesson.DoesNotExist
    answers = SurveyAnswer.objects.filter(lesson=lesson)
    told = answers.aggregate(count=Count("pk"), unsigned=Count("pk", filter=Q(user=None)))
    count, unsigned = told["count"], told["unsigned"]
    if count < FEWEST:
        return SurveyResults(count=count, marks=[], listing=None)
    if unsigned < FEWEST:
        answers = answers.exclude(user=None)  # who of the few that did not sign said what would be known
    marks = list(answers.values_list("usefulness", "clarity"))
    return SurveyResults(
        count=count,
        marks=[
            mark_shares(gettext("How useful it was"), [usefulness for usefulness, _clarity in marks]),
            mark_shares(gettext("How clear it was"), [clarity for _usefulness, clarity in marks]),
        ],
        listing=ANSWERS.listing(_shown(answers), params),
    )


def _shown(answers: QuerySet[SurveyAnswer]) -> QuerySet[SurveyAnswer]:
    return answers.select_related("user")


def mark_shares(label: str, marks: list[int]) -> MarkShares:
    """Return how the marks, of which there is one at least, are shared out, the best first."""
    counts = {mark: marks.count(mark) for mark in MARKS}
    shares = [Share(mark, count, round(100 * count / len(marks))) for mark, count in counts.items()]
    return MarkShares(label=label, mean=sum(marks) / len(marks), shares=shares)
