"""What people of the desk do by a key beside lessons: programmes, enrolments, broadcasts, answers, collections."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import ConfigDict, Field

from nastavnik.api.selectors.shapes.desk import MOST_VERSION, PLAIN, Line, Text, Title
from nastavnik.live.enums import BroadcastState, EndReason, PortalState
from nastavnik.mentoring.enums import ConsultationState, PublicState
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.publishing.enums import CollectionState, RunState
from nastavnik.video.enums import Access

MOST_NAMED = 500

Version = Annotated[int, Field(ge=0, le=MOST_VERSION, description=_("Of the row as it was read."))]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]{1,22}$")]
Short = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x20][^\x00-\x1f]*$")]
Words = Annotated[str, Field(max_length=1000, pattern=PLAIN)]


class Asking(Schema):
    """What a program sends: unknown words are refused."""

    model_config = ConfigDict(extra="forbid")

    def named(self) -> dict[str, Any]:
        """Return what is to be changed: what is not named, or named as nothing, stays."""
        return self.model_dump(exclude={"version"}, exclude_unset=True, exclude_none=True)


# --- programmes and who takes part -----------------------------------------------------------------------------------


class DeskProgrammeFull(Schema):
    """A programme as the desk sees it. `version` grows with every change."""

    token: str
    title: str
    description: str = Field(description=_("Markdown."))
    starts_on: date
    ends_on: date
    enrolment: EnrolmentPolicy
    is_public: bool
    version: int


class NewProgramme(Asking):
    """A programme, which only the desk sees until it is published."""

    title: Short
    description: Text = ""
    starts_on: date
    ends_on: date
    enrolment: EnrolmentPolicy = EnrolmentPolicy.OPEN


class ProgrammeChanges(Asking):
    """What is to be changed of a programme; what is not named stays."""

    version: Version
    title: Short | None = None
    description: Text | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    enrolment: EnrolmentPolicy | None = None


class NewCycle(Asking):
    """A cycle, which comes to the end of its programme."""

    title: Short
    description: Text = ""


class Person(Schema):
    """Somebody of the school. Personal data."""

    person: str = Field(description=_("Her token, by which she is enrolled."))
    name: str
    position: str
    library: str
    email: str


class Unit(Schema):
    """A library of the network."""

    token: str
    title: str


class EnrolmentRow(Person):
    """Somebody who is enrolled in a programme. Personal data."""

    enrolled_at: datetime


class NewEnrolments(Asking):
    """Who is enrolled: people one by one, and all of whole libraries. Whoever is new is told."""

    people: Annotated[list[Name], Field(max_length=MOST_NAMED)] = []
    libraries: Annotated[list[Name], Field(max_length=MOST_NAMED)] = []


class Enrolled(Schema):
    """What came of it."""

    added: int
    known: int = Field(description=_("Who were enrolled already."))


# --- broadcasts ------------------------------------------------------------------------------------------------------


class DeskBroadcast(Schema):
    """A broadcast at the desk, without its keys."""

    token: str
    lesson: str = Field(description=_("The uid of its lesson."))
    title: str
    state: BroadcastState
    access: Access
    is_low_latency: bool
    wants_lower_quality: bool
    abandon_minutes: int = Field(description=_("It ends by itself when nothing was sent for so long."))
    starts_at: datetime | None = Field(description=_("Of its lesson."))
    live_at: datetime | None
    ended_at: datetime | None
    ended_because: EndReason | None
    film: str | None = Field(description=_("The token of its recording."))


class NewBroadcast(Asking):
    """A broadcast of a lesson; a lesson has one."""

    lesson: Name


class BroadcastChanges(Asking):
    """What is to be changed of a broadcast that is not over; what is not named stays."""

    access: Literal["open", "enrolled"] | None = None
    is_low_latency: bool | None = None
    wants_lower_quality: bool | None = None
    abandon_minutes: Annotated[int, Field(ge=5, le=240)] | None = None


class SubmissionLine(Schema):
    """A lesson to come, and a channel that wants to be asked for it beforehand."""

    lesson: str
    title: str
    channel: str
    channel_title: str
    starts_at: datetime
    until: date = Field(description=_("The last day on which it is submitted."))
    is_asked: bool
    is_skipped: bool
    told_starts_at: datetime | None = Field(
        description=_("The time that stands in the request, where the lesson was moved since.")
    )
    state: PortalState
    portal_id: str


# --- questions and public answers ------------------------------------------------------------------------------------


class Recommended(Schema):
    """An answer that was sent to the asker."""

    token: str
    mentor: str
    text: str = Field(description=_("Markdown."))
    sent_at: datetime


class DeskQuestion(Schema):
    """A question to the mentors with its text and the answers to it; who asked is not told."""

    token: str
    number: int | None
    theme: str
    subject: str
    text: str
    state: ConsultationState
    asked_at: datetime | None
    due_at: datetime | None
    answers: list[Recommended]
    public_answer: str | None = Field(description=_("The token of the public answer that was made of it."))


class NewAnswer(Asking):
    """An answer of the key’s owner."""

    text: Annotated[Text, Field(min_length=1)]


class DeskAnswer(Schema):
    """A public answer at the desk, also one that is not public."""

    token: str
    title: str
    theme: str
    question: str
    answer: str = Field(description=_("Markdown."))
    state: PublicState
    needs_consent: bool = Field(description=_("Somebody can be recognised: the asker must consent."))
    helped: int
    version: int
    published_at: datetime | None


class AnswerChanges(Asking):
    """What is to be changed of an answer that is not public; what is not named stays."""

    version: Version
    title: Title | None = None
    question: Text | None = None
    answer: Text | None = None
    needs_consent: bool | None = None


class Seen(Asking):
    """The version that was read: what somebody has changed since is not published unseen."""

    version: Version


# --- collections -----------------------------------------------------------------------------------------------------

Design = Literal["card", "cloth", "shelf"]
PressedForm = Literal["screen", "print", "cover", "epub", "docx"]


class DeskBook(Schema):
    """A collection at the desk."""

    token: str
    slug: str
    title: str
    subtitle: str
    annotation: str
    design: str
    state: CollectionState
    version: int
    published_at: datetime | None


class Run(Schema):
    """A run of the press."""

    token: str
    forms: list[str]
    state: RunState
    trouble: str = Field(description=_("What went wrong, in a word."))
    asked_at: datetime
    ended_at: datetime | None


class DeskBookFull(DeskBook):
    """A collection with the newest run of the press."""

    run: Run | None


class Lack(Schema):
    """What an imprint lacks."""

    field: str
    why: str
    holds_up: bool = Field(description=_("It must be mended before the book is printed."))


class ImprintTyped(Schema):
    """The imprint of a collection. `version` is that of the collection."""

    version: int
    fields: dict[str, str | int | bool] = Field(description=_("What was typed, by the names of the fields."))
    lacks: list[Lack]


class NewBook(Asking):
    """A collection; without a slug its address is made of the title."""

    title: Title
    subtitle: Line = ""
    annotation: Words = ""
    design: Design = "card"
    slug: Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=50)] = ""


class BookChanges(Asking):
    """What is to be changed of a collection; what is not named stays."""

    version: Version
    title: Title | None = None
    subtitle: Line | None = None
    annotation: Words | None = None
    design: Design | None = None


Field200 = Annotated[str, Field(max_length=200, pattern=PLAIN)]
Field100 = Annotated[str, Field(max_length=100, pattern=PLAIN)]
Field20 = Annotated[str, Field(max_length=20, pattern=PLAIN)]


class ImprintChanges(Asking):
    """What is to be changed of an imprint by ГОСТ Р 7.0.4-2020; an empty text takes a field away, what is not named stays."""

    version: Version
    edition: Field200 | None = None
    series: Field200 | None = None
    series_number: Field20 | None = None
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    age_mark: Literal["", "0+", "6+", "12+", "16+", "18+"] | None = None
    organisation: Field200 | None = None
    udc: Field100 | None = None
    bbk: Field100 | None = None
    author_mark: Field20 | None = None
    isbn: Field20 | None = None
    keywords: Field200 | None = None
    copyright_holders: Words | None = Field(None, description=_("One in a line."))
    licence: Field200 | None = None
    publisher_name: Field200 | None = None
    publisher_place: Field100 | None = None
    publisher_full_name: Field200 | None = None
    publisher_address: Field200 | None = None
    credit_compiler: Words | None = Field(None, description=_("One in a line: surname, name, father’s name; position."))
    credit_editor: Words | None = Field(None, description=_("One in a line."))
    pages: Annotated[int, Field(ge=1, le=9999)] | None = None
    printing_copies: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    printing_order: Field20 | None = None
    printing_printer: Field200 | None = None
    printing_printer_address: Field200 | None = None


class PressWish(Asking):
    """What is pressed; pages to read here are made in any case, and nothing only checks the texts."""

    forms: Annotated[list[PressedForm], Field(max_length=5)] = ["screen"]
