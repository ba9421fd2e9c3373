"""All questions of a school for its methodists; for the director the figures alone.

What leaves the school as a file has no words of a question and no name of who asked it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.tables.table import Text
from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import OPEN_STATES, SENT_STATES, ConsultationState
from nastavnik.mentoring.models import Assignment, Consultation, Theme
from nastavnik.mentoring.permissions import can_route, consultations_routed_by
from nastavnik.mentoring.selectors.queue import mentor_names
from nastavnik.mentoring.selectors.term_words import Reckoner, reckoner_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk

Asked = Column[Consultation]

RECENT = timedelta(days=30)
MOST_DIGITS = 9
NO_MENTOR, OVERDUE = "no_mentor", "overdue"
# Which columns stand where; in a file those that hold no word of a question and not who asked it.
IN_OPEN = ("number", "subject", "theme", "asker", "mentor", "due", "left")
IN_ALL = ("number", "subject", "theme", "asker", "state", "mentor", "asked", "helped")
IN_FILES = ("number", "theme", "state", "mentor", "asked", "due", "left", "answered", "helped")
# No more than is shown: what is sorted is carried along.
READ = (
    *(
        "token",
        "school_id",
        "state",
        "number",
        "subject",
        "asked_at",
        "due_at",
        "paused_at",
        "answered_at",
        "has_helped",
    ),
    *("theme__title", "asker__full_name"),
)
HELPED: Mapping[bool | None, Text] = {True: _("yes"), False: _("no"), None: ""}


@dataclass(frozen=True, slots=True)
class Figures:
    """How the questions of a school stand, in numbers."""

    waiting: int
    no_mentor: int
    overdue: int
    asked_back: int
    # within the last thirty days
    asked: int
    answered: int
    in_time: int

    @property
    def in_time_percent(self) -> int | None:
        """Return how many per cent were answered in time; nothing where nothing was answered."""
        return round(100 * self.in_time / self.answered) if self.answered else None


@dataclass(frozen=True, slots=True)
class Overview:
    """The questions of a school; the listing is for methodists alone. `is_all`: not only the open ones."""

    figures: Figures
    listing: Listing[Consultation] | None
    is_all: bool
    urls: Mapping[str, str]


def overview(actor: Actor, school: School, params: Mapping[str, str], now: datetime, *, is_all: bool) -> Overview:
    """Return the questions of `school` as the address asks: those that wait, or all that were ever sent."""
    if not can_see_desk(actor, school):
        raise PermissionDenied
    listing = _listing(actor, school, params, now, is_all=is_all) if can_route(actor, school) else None
    return Overview(figures_of(school, now), listing, is_all=is_all, urls=_urls())


def _urls() -> dict[str, str]:
    """Return where each figure is opened."""
    here = reverse("mentoring:desk_consultations")
    return {
        "waiting": f"{here}?state={ConsultationState.WAITING}",
        NO_MENTOR: f"{here}?state={NO_MENTOR}",
        OVERDUE: f"{here}?state={OVERDUE}",
        "asked_back": f"{here}?state={ConsultationState.ASKED_BACK}",
    }


def figures_of(school: School, now: datetime) -> Figures:
    """Return the numbers of a school. Two queries: what is open, and the last thirty days."""
    sent = Consultation.objects.filter(school=school, asker__isnull=False)
    is_waiting = Q(state=ConsultationState.WAITING)
    still = sent.filter(state__in=OPEN_STATES).aggregate(
        waiting=Count("pk", filter=is_waiting),
        overdue=Count("pk", filter=is_waiting & Q(due_at__lte=now)),
        asked_back=Count("pk", filter=Q(state=ConsultationState.ASKED_BACK)),
        no_mentor=Count("pk", filter=~Q(Exists(_held()))),
    )
    recent = sent.filter(state__in=SENT_STATES, asked_at__gt=now - RECENT).aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=Q(was_in_time=True)),
    )
    return Figures(**still, **recent)


def _held() -> QuerySet[Assignment]:
    return Assignment.objects.filter(consultation=OuterRef("pk"), ended_at=None)


def _listing(
    actor: Actor, school: School, params: Mapping[str, str], now: datetime, *, is_all: bool
) -> Listing[Consultation]:
    rows = consultations_routed_by(actor, school).select_related("theme", "asker").only(*READ)
    if not is_all:
        rows = rows.filter(state__in=OPEN_STATES)
    table = _table(school, reckoner_of(school), now, is_all=is_all, is_file=bool(params.get("export")))
    return table.listing(rows, params)


def _table(school: School, reckoner: Reckoner, now: datetime, *, is_all: bool, is_file: bool) -> Table[Consultation]:
    known = {column.key: column for column in _columns(reckoner, now)}
    return Table(
        name="consultations",
        caption=_("Questions"),
        columns=tuple(known[key] for key in (IN_FILES if is_file else IN_ALL if is_all else IN_OPEN)),
        filters=_filters(school, now, is_all=is_all),
        order="-number" if is_all else "due",
        prepare=name_mentors,
    )


def _columns(reckoner: Reckoner, now: datetime) -> tuple[Asked, ...]:
    """Return everything that can be said of a question; what of it is shown where is told above."""
    return (
        Asked("number", _("№"), lambda row: row.number, order=("number",), link=routing_url, is_number=True),
        Asked("subject", _("Question"), lambda row: row.subject, link=routing_url),
        Asked("theme", _("Theme"), lambda row: row.theme.title if row.theme else ""),
        Asked("asker", _("Asked by"), lambda row: row.asker.full_name if row.asker else ""),
        Asked("state", _("State"), lambda row: ConsultationState(row.state).label, order=("state", "due_at")),
        Asked("mentor", _("Mentor"), mentors_label),
        Asked("asked", _("Asked"), lambda row: row.asked_at, order=("number",)),
        Asked("due", _("To be answered by"), lambda row: row.due_at, order=("due_at",)),
        Asked("left", _("Time left"), lambda row: reckoner.words(row, now).text),
        Asked("answered", _("Answered"), lambda row: row.answered_at, order=("answered_at",)),
        Asked("helped", _("Helped"), lambda row: HELPED[row.has_helped]),
    )


def _filters(school: School, now: datetime, *, is_all: bool) -> tuple[Filter[Consultation], ...]:
    themes = tuple(Theme.objects.filter(school=school).values_list("token", "title"))
    by_theme = Filter[Consultation]("theme", _("Theme"), query=lambda token: Q(theme__token=token), choices=themes)
    return (
        Filter("q", _("№"), query=number_query),
        Filter("state", _("State"), query=partial(state_query, now), choices=_state_choices(is_all=is_all)),
        *([by_theme] if themes else []),
        Filter("mentor", _("Mentor"), query=mentor_query),
    )


def _state_choices(*, is_all: bool) -> tuple[tuple[str, Text], ...]:
    states = [ConsultationState.WAITING, ConsultationState.ASKED_BACK]
    if is_all:
        states += [ConsultationState.ANSWERED, ConsultationState.CLOSED]
    troubles = ((NO_MENTOR, _("Without a mentor")), (OVERDUE, _("The term is over")))
    return (*troubles, *((state.value, state.label) for state in states))


def state_query(now: datetime, said: str) -> Q:
    """Return the condition of a state, or of what is wrong with a question that waits."""
    if said == NO_MENTOR:
        return Q(state__in=OPEN_STATES) & ~Q(Exists(_held()))
    if said == OVERDUE:
        return Q(state=ConsultationState.WAITING, due_at__lte=now)
    return Q(state=said)


def number_query(text: str) -> Q:
    """Return the condition of a number; what is none finds nothing."""
    digits = text.strip().lstrip("№").strip()
    return Q(number=int(digits)) if digits.isdecimal() and len(digits) <= MOST_DIGITS else Q(pk__in=())


def mentor_query(text: str) -> Q:
    """Return the condition that a mentor whose name holds every word has the question."""
    people = User.objects.all()
    for word in search_key(text).split():
        people = people.filter(name_key__contains=word)
    held = Assignment.objects.filter(ended_at=None, mentor__in=people.values("pk"))
    return Q(pk__in=held.values("consultation"))


def name_mentors(rows: list[Consultation]) -> None:
    """Write on questions who has them."""
    names = mentor_names(row.pk for row in rows)
    for row in rows:
        row.mentors = names[row.pk]  # type: ignore[attr-defined]  # for the cell below, within one answer


def mentors_label(row: Consultation) -> str:
    """Return who has a question: the first by name, and how many more; `name_mentors` has written it there."""
    names: list[str] = row.mentors  # type: ignore[attr-defined]  # written above
    return f"{names[0]} +{len(names) - 1}" if len(names) > 1 else "".join(names)


def routing_url(row: Consultation) -> str:
    """Return where it is said who answers a question."""
    return reverse("mentoring:routing", args=[row.token])
