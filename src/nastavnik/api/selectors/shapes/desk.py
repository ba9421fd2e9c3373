"""What the desk reads and writes by a key."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from nastavnik.api.selectors.shapes.open import LessonFull
from nastavnik.contest.enums import ApplicationState
from nastavnik.live.enums import ChannelKind
from nastavnik.mentoring.enums import ConsultationState
from nastavnik.programme.enums import AgeRating, LessonKind, LessonState

# Letters that no text has and no database takes, and that no form of the school lets through either.
PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
LONGEST_TEXT = 50_000
LONGEST_MINUTES = 12 * 60
MOST_VERSION = 2**31 - 1

Line = Annotated[str, Field(max_length=300, pattern=PLAIN)]
Title = Annotated[str, Field(min_length=1, max_length=250, pattern=r"^[^\x00-\x20][^\x00-\x1f]*$")]
Text = Annotated[str, Field(max_length=LONGEST_TEXT, pattern=PLAIN)]
Place = Annotated[str, Field(max_length=200, pattern=PLAIN)]
Minutes = Annotated[int, Field(ge=5, le=LONGEST_MINUTES)]


class DeskLesson(LessonFull):
    """A lesson as the desk sees it. `version` grows with every change: whoever changes it says which one she has read."""

    version: int
    speaker_tokens: list[str]


class LessonChanges(Schema):
    """What is to be changed of a lesson; what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=0, le=MOST_VERSION, description=_("Of the lesson as it was read."))
    title: Title | None = None
    summary: Line | None = None
    description: Text | None = None
    kind: LessonKind | None = None
    starts_at: AwareDatetime | None = None
    duration_minutes: Minutes | None = None
    place: Place | None = None
    age_rating: AgeRating | None = None


class NewLesson(Schema):
    """A draft, which comes to the end of its cycle."""

    model_config = ConfigDict(extra="forbid")

    cycle: Annotated[str, Field(pattern=r"^[a-z0-9]{1,22}$", description=_("The token of the cycle."))]
    title: Title
    summary: Line = ""
    description: Text = ""
    kind: LessonKind = LessonKind.SEMINAR
    starts_at: AwareDatetime | None = None
    duration_minutes: Minutes = 60
    place: Place = ""
    age_rating: AgeRating = AgeRating.TWELVE


class Reason(Schema):
    """Why a lesson will not take place: everybody reads it."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x20][^\x00-\x1f]*$")]


class DeskCycle(Schema):
    """A cycle, into which lessons can be put."""

    token: str
    number: int
    title: str


class DeskProgramme(Schema):
    """A programme at the desk."""

    token: str
    title: str
    is_public: bool
    lessons: int
    drafts: int
    held: int
    enrolled: int


class Learner(Schema):
    """Somebody who takes part in a programme, and how far she is. Personal data."""

    person: str = Field(description=_("The token of her page at the desk."))
    name: str
    position: str
    library: str
    lessons: int = Field(description=_("That count for her."))
    hours: float = Field(description=_("Academic hours."))
    last_at: datetime | None


class Branch(Schema):
    """A branch of the network in a programme; figures are sums over its people who take part."""

    library: str
    people: int
    lessons: int
    hours: float
    idle: int = Field(description=_("For whom nothing counts yet."))
    done: int = Field(description=_("For whom every held lesson counts."))
    percent: int


class Progress(Schema):
    """How far the network is in a programme."""

    programme: str
    held: int
    people: int
    hours: float
    idle: int
    done: int
    percent: int
    branches: list[Branch]


class RegisterRow(Schema):
    """An application in the register of a contest. Personal data."""

    token: str
    number: int | None
    title: str
    library: str
    organisation: str
    direction: str
    head: str = Field(description=_("Who answers for it."))
    state: ApplicationState
    is_late: bool
    submitted_at: datetime | None


class Question(Schema):
    """A question to the mentors: how it stands, and not a word of it nor who asked."""

    token: str
    number: int | None
    theme: str
    state: ConsultationState
    mentors: list[str]
    asked_at: datetime | None
    due_at: datetime | None
    answered_at: datetime | None
    has_helped: bool | None


class QuestionFigures(Schema):
    """How the questions of the school stand; asked, answered and in time: within the last thirty days."""

    waiting: int
    no_mentor: int
    overdue: int
    asked_back: int
    asked: int
    answered: int
    in_time: int


class Channel(Schema):
    """A place outside where people watch the school’s broadcasts, without its keys."""

    token: str
    title: str
    kind: ChannelKind
    page_url: str | None


class LessonNumbers(Schema):
    """A lesson of a programme in numbers."""

    uid: str
    title: str
    state: LessonState
    starts_at: datetime | None
    screens: int | None = Field(description=_("None before its attendance was counted."))
    people: int | None
    attended: int
    counted: int
