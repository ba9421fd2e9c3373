"""One question and who answers it: for the methodist who gives it, and for the mentor who hands it over."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.mentoring.enums import OPEN_STATES, AssignmentEnd
from nastavnik.mentoring.models import Assignment, Consultation
from nastavnik.mentoring.permissions import (
    can_route,
    consultations_answered_by,
    consultations_routed_by,
    is_mentor,
    mentors_of,
)
from nastavnik.mentoring.selectors.candidates import Candidate, candidates, today_of
from nastavnik.mentoring.selectors.queue import mark_of
from nastavnik.mentoring.selectors.term_words import TermWords, reckoner_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class Held:
    """A mentor who has, or had, the question."""

    token: str
    name: str
    given_at: datetime
    # empty: by the rule
    given_by: str
    note: str
    ended_at: datetime | None
    end: str
    end_note: str


@dataclass(frozen=True, slots=True)
class MentorChoice:
    """A mentor to whom the question can be given, and what speaks for or against it."""

    token: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The most suitable mentors; `more` is how many others answer to the words."""

    words: str
    mentors: list[MentorChoice]
    more: int


@dataclass(frozen=True, slots=True)
class RoutingPage:
    """A question, who has it, and to whom it can be given; nothing to choose where it waits for nobody."""

    consultation: Consultation
    mark: list[str]
    asker: str
    term: TermWords
    is_open: bool
    now_with: list[Held]
    before: list[Held]
    choices: Choices | None


def routing_page(actor: Actor, school: School, token: str, *, words: str, now: datetime) -> RoutingPage:
    """Return a question of `school` for who says who answers it. Raises `PermissionDenied`, `DoesNotExist`."""
    if not can_route(actor, school):
        raise PermissionDenied
    rows = consultations_routed_by(actor, school)
    return _page(rows.select_related("theme", "asker").get(token=token), school, words, now)


def passing_page(actor: Actor, school: School, token: str, *, words: str, now: datetime) -> RoutingPage:
    """Return a question that `actor`, a mentor, has now and may give on. Raises `DoesNotExist`."""
    return _page(own_question(actor, school, token), school, words, now)


def own_question(actor: Actor, school: School, token: str) -> Consultation:
    """Return a question that a mentor has now. Raises `PermissionDenied` where she is none, `DoesNotExist`."""
    if not is_mentor(actor, school):
        raise PermissionDenied
    held = Assignment.objects.filter(mentor=actor.pk, ended_at=None)
    rows = consultations_answered_by(actor, school).filter(pk__in=held.values("consultation"))
    return rows.select_related("theme", "asker").get(token=token)


def mentor_by_token(school: School, token: str) -> int:
    """Return the number of a mentor of `school` for a service. Raises `User.DoesNotExist`."""
    return mentors_of(school).values_list("pk", flat=True).get(token=token)


def holder_by_token(consultation: Consultation, token: str) -> int:
    """Return the number of who has, or had, the question, for a service. Raises `User.DoesNotExist`."""
    held = Assignment.objects.filter(consultation=consultation)
    return User.objects.values_list("pk", flat=True).get(token=token, pk__in=held.values("mentor"))


def _page(consultation: Consultation, school: School, words: str, now: datetime) -> RoutingPage:
    held = _held(consultation)
    is_open = consultation.state in OPEN_STATES
    has_it = {row.mentor_id for row in held if row.ended_at is None}
    return RoutingPage(
        consultation=consultation,
        mark=mark_of(consultation),
        asker=consultation.asker.full_name if consultation.asker else "",
        term=reckoner_of(school).words(consultation, now),
        is_open=is_open,
        now_with=[_shown(row) for row in held if row.ended_at is None],
        before=[_shown(row) for row in held if row.ended_at is not None],
        choices=_choices(consultation, school, words, has_it, now) if is_open else None,
    )


def _held(consultation: Consultation) -> list[Assignment]:
    rows = Assignment.objects.filter(consultation=consultation).select_related("mentor", "assigned_by")
    return list(rows.order_by("assigned_at", "pk"))


def _shown(row: Assignment) -> Held:
    return Held(
        token=row.mentor.token,
        name=row.mentor.full_name,
        given_at=row.assigned_at,
        given_by=row.assigned_by.full_name if row.assigned_by else "",
        note=row.note,
        ended_at=row.ended_at,
        end=str(AssignmentEnd(row.end).label) if row.end else "",
        end_note=row.end_note,
    )


def _choices(consultation: Consultation, school: School, words: str, has_it: set[int], now: datetime) -> Choices:
    """Return the mentors to choose from, who suits best first: takes the theme, is there, has room, has little."""
    without = has_it | {consultation.asker_id or 0}
    today = today_of(school, now)
    people = candidates(school, theme_id=consultation.theme_id, today=today, without=without, words=words)
    people.sort(key=lambda one: (not one.takes_theme, one.is_away, one.load >= one.capacity, one.load, one.user_id))
    shown = people[:MOST_CHOICES]
    rows = User.objects.filter(pk__in=[one.user_id for one in shown]).select_related("library").in_bulk()
    mentors = [MentorChoice(rows[one.user_id].token, rows[one.user_id].full_name, choice_words(one)) for one in shown]
    return Choices(words, mentors, more=len(people) - len(shown))


def choice_words(one: Candidate) -> str:
    """Say what a mentor has, and what speaks against giving her more."""
    said = [
        ngettext("%(load)d open question of %(most)d", "%(load)d open questions of %(most)d", one.load)
        % {"load": one.load, "most": one.capacity}
    ]
    if not one.takes_theme:
        said.append(_("does not take this theme"))
    if one.is_away:
        said.append(_("away"))
    return " · ".join(said)
