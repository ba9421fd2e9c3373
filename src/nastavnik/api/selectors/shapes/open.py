"""What everybody may read."""

from datetime import date, datetime

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from nastavnik.api.selectors.shapes.base import Handout
from nastavnik.contest.enums import Stage
from nastavnik.programme.enums import EnrolmentPolicy, LessonKind, LessonState
from nastavnik.search.enums import PassageKind

# --- the school and its programme ------------------------------------------------------------------------------------


class School(Schema):
    """The school that answers."""

    title: str
    motto: str
    about: str = Field(description=_("Markdown."))
    url: str
    owner: str
    partners: list[str]
    time_zone: str
    lessons: int = Field(description=_("Announced and held lessons of public programmes."))
    hours: int = Field(description=_("Their planned length in whole hours."))
    speakers: int


class Speaker(Schema):
    """Who holds a lesson."""

    name: str
    position: str
    organisation: str


class Lesson(Schema):
    """A lesson in a list."""

    uid: str
    url: str
    title: str
    summary: str
    kind: LessonKind
    state: LessonState
    programme: str = Field(description=_("The token of its programme."))
    cycle: int = Field(description=_("The number of its cycle in the programme."))
    cycle_title: str
    number: int = Field(description=_("Its number in the cycle."))
    starts_at: datetime | None
    ends_at: datetime | None
    duration_minutes: int
    time_zone: str
    place: str
    age_rating: str
    cancelled_because: str
    speakers: list[Speaker]
    film: str | None = Field(description=_("The token of the film that the lesson’s page plays."))


class LessonFull(Lesson):
    """A lesson with all that its page says."""

    description: str = Field(description=_("Markdown."))
    partners: list[str]
    handouts: list[Handout]


class Cycle(Schema):
    """A cycle of a programme with the uids of its lessons in their order."""

    number: int
    title: str
    description: str
    lessons: list[str]


class Programme(Schema):
    """A year of the school in a list."""

    token: str
    url: str
    title: str
    starts_on: date
    ends_on: date
    enrolment: EnrolmentPolicy


class ProgrammeFull(Programme):
    """A year with its cycles; those without a public lesson are left out."""

    description: str = Field(description=_("Markdown."))
    cycles: list[Cycle]


# --- films and moments -----------------------------------------------------------------------------------------------


class Film(Schema):
    """A film that everybody may watch."""

    token: str
    title: str
    url: str = Field(description=_("The page of its lesson, where it is watched; `?t=95` plays it from there."))
    embed_url: str = Field(description=_("The player alone, for a frame of a site that the operator allows."))
    poster_url: str | None
    lesson: str = Field(description=_("The uid of its lesson."))
    duration_seconds: float
    playable_at: datetime | None


class FilmChapter(Schema):
    """A chapter of a film."""

    title: str
    seconds: float
    until_seconds: float
    url: str = Field(description=_("Plays the film from the chapter’s beginning."))


class FilmFull(Film):
    """A film with its chapters."""

    chapters: list[FilmChapter]


class Hit(Schema):
    """A moment, or a text without one, that answers a search."""

    kind: PassageKind
    text: str
    url: str
    seconds: float | None
    film: str | None
    page: int | None = Field(description=_("Of a handout."))


class HitGroup(Schema):
    """What was found of one lesson."""

    title: str
    url: str | None
    hits: list[Hit]
    others: int = Field(description=_("How many hits of it are not shown."))


class Found(Schema):
    """What was found."""

    groups: list[HitGroup]
    instead: str = Field(description=_("The words that stand for mistyped ones."))
    is_partial: bool = Field(description=_("Nothing has all the words: these have all but one."))


# --- public answers --------------------------------------------------------------------------------------------------


class Answer(Schema):
    """A public answer of the consultations in a list."""

    token: str
    url: str
    title: str
    theme: str | None
    question: str
    helped: int
    published_at: datetime | None


class AnswerMoment(Schema):
    """A moment that an answer recommends."""

    title: str
    quote: str
    seconds: float
    end_seconds: float
    url: str


class AnswerFull(Answer):
    """A public answer with all that belongs to it."""

    answer: str = Field(description=_("Markdown."))
    moments: list[AnswerMoment]
    handouts: list[Handout]


# --- contests --------------------------------------------------------------------------------------------------------


class Contest(Schema):
    """A contest in a list."""

    slug: str
    url: str
    title: str
    short: str
    stage: Stage
    announced_at: datetime | None
    intake_at: datetime | None
    deadline_at: datetime | None
    released_at: datetime | None


class Criterion(Schema):
    """By what applications are judged."""

    title: str
    weight: float
    lowest: int
    highest: int


class ContestFull(Contest):
    """A contest with its regulation."""

    regulation: str = Field(description=_("Markdown."))
    directions: list[str]
    criteria: list[Criterion]


class Winner(Schema):
    """An award and whose it is; authors are those who let the school publish their names."""

    award: str
    place: int | None
    title: str
    direction: str
    library: str
    authors: list[str]


class Results(Schema):
    """The results of a contest."""

    contest: str
    url: str
    released_at: datetime
    applications: int
    jurors: int
    minutes_sha256: str | None = Field(description=_("Of the file of the minutes that stand."))
    winners: list[Winner]


# --- collections -----------------------------------------------------------------------------------------------------


class Book(Schema):
    """A published collection in a list."""

    slug: str
    url: str
    title: str
    subtitle: str
    annotation: str
    published_at: datetime | None


class BookFile(Schema):
    """A file of a collection."""

    name: str
    url: str
    bytes: int
    pages: int | None


class BookArticle(Schema):
    """An article in the contents."""

    part: str
    title: str
    authors: str
    annotation: str
    url: str | None = Field(description=_("Where it is read; nothing before it was pressed."))


class BookFull(Book):
    """A collection with its contents and files."""

    citation: str = Field(description=_("Its record by ГОСТ Р 7.0.100-2018."))
    cover_url: str | None
    files: list[BookFile]
    articles: list[BookArticle]
