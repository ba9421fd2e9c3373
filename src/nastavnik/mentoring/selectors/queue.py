"""The mentor's queue: what waits for her, the oldest term first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Assignment, Consultation, MentorProfile
from nastavnik.mentoring.permissions import is_mentor
from nastavnik.mentoring.selectors.candidates import CAPACITY, is_away, today_of
from nastavnik.mentoring.selectors.term_words import Reckoner, TermWords, reckoner_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PAGE_ROWS = 30
WAITING, ASKED_BACK, ANSWERED = "waiting", "asked-back", "answered"
STATES = {
    WAITING: Q(consultation__state=ConsultationState.WAITING),
    ASKED_BACK: Q(consultation__state=ConsultationState.ASKED_BACK),
    ANSWERED: Q(consultation__state__in=(ConsultationState.ANSWERED, ConsultationState.CLOSED)),
}
ORDERS = {
    WAITING: ("consultation__due_at", "consultation__pk"),
    ASKED_BACK: ("consultation__paused_at", "consultation__pk"),
    ANSWERED: ("-consultation__answered_at", "-consultation__pk"),
}


@dataclass(frozen=True, slots=True)
class QueueCard:
    """A question in the queue of a mentor."""

    url: str
    mark: list[str]
    subject: str
    asker: str
    library: str
    asked_at: datetime | None
    answered_at: datetime | None
    term: TermWords
    # from who gave it to her
    note: str
    # who else has it
    others: list[str]


@dataclass(frozen=True, slots=True)
class QueueTab:
    """A part of the queue."""

    key: str
    url: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue of a mentor, one part of it at a time."""

    shown: str
    tabs: list[QueueTab]
    cards: list[QueueCard]
    page: Page[Assignment]
    capacity: int
    load: int
    away_until: date | None


def queue_page(actor: Actor, school: School, *, shown: str, number: str, now: datetime) -> QueuePage:
    """Return a part of the queue of `actor`, a mentor; an unknown part is what waits."""
    if not isinstance(actor, User) or not is_mentor(actor, school):
        raise PermissionDenied
    shown = shown if shown in STATES else WAITING
    held = held_by(actor, school)
    counts = held.aggregate(**{key.replace("-", "_"): Count("pk", filter=query) for key, query in STATES.items()})
    page = Paginator(_rows(held, shown), PAGE_ROWS).get_page(number)
    profile = MentorProfile.objects.filter(school=school, user=actor).first()
    return QueuePage(
        shown=shown,
        tabs=_tabs(shown, counts),
        cards=_cards(list(page.object_list), actor, reckoner_of(school), now),
        page=page,
        capacity=profile.capacity if profile else CAPACITY,
        load=counts["waiting"] + counts["asked_back"],
        away_until=profile.away_until if profile and is_away(profile, today_of(school, now)) else None,
    )


def held_by(mentor: User, school: School) -> QuerySet[Assignment]:
    """Return what a mentor has now, answered ones too."""
    return Assignment.objects.filter(mentor=mentor, ended_at=None, consultation__school=school)


def _rows(held: QuerySet[Assignment], shown: str) -> QuerySet[Assignment]:
    rows = held.filter(STATES[shown]).select_related("consultation__theme", "consultation__asker__library")
    return rows.order_by(*ORDERS[shown])


def _tabs(shown: str, counts: dict[str, int]) -> list[QueueTab]:
    labels = {WAITING: _("Wait for an answer"), ASKED_BACK: _("Asked back"), ANSWERED: _("Answered")}
    return [
        QueueTab(
            key=key,
            url=reverse("mentoring:queue") if key == WAITING else f"?show={key}",
            label=label,
            count=counts[key.replace("-", "_")],
            is_current=key == shown,
        )
        for key, label in labels.items()
    ]


def _cards(rows: list[Assignment], mentor: User, reckoner: Reckoner, now: datetime) -> list[QueueCard]:
    others = mentor_names((row.consultation_id for row in rows), without=mentor.pk)
    return [_card(row, others[row.consultation_id], reckoner, now) for row in rows]


def _card(row: Assignment, others: list[str], reckoner: Reckoner, now: datetime) -> QueueCard:
    asked = row.consultation
    asker = asked.asker
    return QueueCard(
        url=reverse("mentoring:answer", args=[asked.token]),
        mark=mark_of(asked),
        subject=asked.subject,
        asker=asker.full_name if asker else "",
        library=asker.library.label if asker and asker.library else "",
        asked_at=asked.asked_at,
        answered_at=asked.answered_at,
        term=reckoner.words(asked, now),
        note=row.note,
        others=others,
    )


def mark_of(consultation: Consultation) -> list[str]:
    """Return the call number of a question: its number and theme, which is loaded."""
    mark = [f"№ {consultation.number}"]
    return [*mark, consultation.theme.title] if consultation.theme else mark


def mentor_names(consultation_ids: Iterable[int], *, without: int = 0) -> dict[int, list[str]]:
    """Return who has these questions now, by name; empty for one that nobody has. One query."""
    held = Assignment.objects.filter(consultation__in=list(consultation_ids), ended_at=None).exclude(mentor=without)
    names: dict[int, list[str]] = defaultdict(list)
    for number, name in held.order_by("assigned_at", "pk").values_list("consultation", "mentor__full_name"):
        names[number].append(name)
    return names
