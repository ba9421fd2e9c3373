"""A programme as the public sees it, and the school's figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from nastavnik.core.memory import remembered
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import PUBLIC_STATES, LessonKind, LessonState
from nastavnik.programme.models import Cycle, Enrolment, Lesson, Programme, School
from nastavnik.programme.permissions import (
    can_enrol_herself,
    can_see_desk,
    lessons_visible_to,
    programmes_of,
    programmes_visible_to,
)
from nastavnik.programme.selectors.lessons import LessonCard, cards_of, visible_cards

# a lesson of these counts in the school's figures
COUNTED = (LessonState.ANNOUNCED, LessonState.HELD)
MINUTES_IN_HOUR = 60
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle with its lessons in their order."""

    id: int
    token: str
    number: int
    title: str
    description: str
    version: int
    lessons: tuple[LessonCard, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeOverview:
    """A programme with all that the viewer may see of it; cycles without a visible lesson are left out."""

    programme: Programme
    cycles: list[CycleRow]
    # the other years that the viewer may open, newest first
    others: list[Programme]
    is_enrolled: bool = False
    can_enrol: bool = False


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many lessons of a kind there are."""

    kind: LessonKind
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What the school counts for everybody: of public programmes, announced and held lessons."""

    kinds: list[KindCount]
    lessons: int
    held: int
    # planned length of the lessons, in whole hours
    hours: int
    speakers: int


@dataclass(frozen=True, slots=True)
class DeskToday:
    """What the methodist should know about the programme this morning."""

    today: list[LessonCard]
    # announced, within the next seven days
    soon: list[LessonCard]
    # announced, over, and not yet marked as held
    to_mark: list[LessonCard]
    # drafts whose time comes within the next seven days, or has passed
    forgotten: list[LessonCard]
    newly_enrolled: int
    programmes: list[Programme]


def programme_overview(actor: Actor, school: School, token: str = "") -> ProgrammeOverview | None:
    """Return the programme `token`, or the newest one that `actor` may see; None when there is no programme yet.

    Raises `Programme.DoesNotExist` for a token that is not hers to see.
    """
    overview = _overview(actor, school, token) if can_see_desk(actor, school) else _public_overview(school, token)
    if overview is None:
        return None
    is_enrolled = overview.programme.pk in programmes_of(actor)
    can_enrol = not is_enrolled and can_enrol_herself(actor, overview.programme)
    return replace(overview, is_enrolled=is_enrolled, can_enrol=can_enrol)


@remembered
def _public_overview(school: School, token: str) -> ProgrammeOverview | None:
    return _overview(AnonymousUser(), school, token)


def _overview(actor: Actor, school: School, token: str) -> ProgrammeOverview | None:
    """Return a programme without what is said of the viewer."""
    return _overview_with(list(_in_order(programmes_visible_to(actor, school))), visible_cards(actor, school), token)


def newest_year(school: School, lessons: Iterable[LessonCard]) -> ProgrammeOverview | None:
    """Return the newest programme as a guest sees it; `lessons` are all that somebody sees, a guest or the desk."""
    cards = [card for card in lessons if card.is_public and card.state in PUBLIC_STATES]
    return _overview_with(list(_in_order(programmes_visible_to(AnonymousUser(), school))), cards)


def _in_order(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.order_by("-is_public", "-starts_on", "-pk")


def _overview_with(
    programmes: list[Programme], cards: Sequence[LessonCard], token: str = ""
) -> ProgrammeOverview | None:
    chosen = next((programme for programme in programmes if programme.token == token or not token), None)
    if chosen is None:
        if token:
            raise Programme.DoesNotExist
        return None
    return ProgrammeOverview(
        programme=chosen,
        cycles=[row for row in _cycle_rows(chosen, cards) if row.lessons],
        others=[programme for programme in programmes if programme != chosen],
    )


def cycle_rows(actor: Actor, school: School, programme: Programme) -> list[CycleRow]:
    """Return the cycles of a programme with the lessons that `actor` may see."""
    return _cycle_rows(programme, visible_cards(actor, school))


def _cycle_rows(programme: Programme, cards: Sequence[LessonCard]) -> list[CycleRow]:
    cycles = Cycle.objects.filter(programme=programme, removed_at=None).order_by("position", "pk")
    return [
        CycleRow(
            id=cycle.pk,
            token=cycle.token,
            number=cycle.position,
            title=cycle.title,
            description=cycle.description,
            version=cycle.version,
            lessons=tuple(card for card in cards if card.cycle_id == cycle.pk),
        )
        for cycle in cycles
    ]


def figures(lessons: Iterable[LessonCard]) -> Figures:
    """Return the figures of `lessons`, which are all that somebody sees: every one is the number of rows that a guest sees."""
    counted = [card for card in lessons if card.is_public and card.state in COUNTED]
    by_kind = Counter(card.kind for card in counted)
    return Figures(
        kinds=[
            KindCount(kind=kind, label=str(kind.label), count=by_kind[kind]) for kind in LessonKind if kind in by_kind
        ],
        lessons=len(counted),
        held=sum(card.is_held for card in counted),
        hours=sum(card.duration_minutes for card in counted) // MINUTES_IN_HOUR,
        speakers=len({speaker.id for card in counted for speaker in card.speakers}),
    )


def learners_counted(school: School) -> QuerySet[Enrolment]:
    """Return the places in the public programmes of `school`, to be counted by their people for everybody."""
    return Enrolment.objects.filter(programme__school=school, programme__is_public=True, left_at=None)


def lesson_partners(school: School) -> list[Organisation]:
    """Return the organisations with which public lessons of the school are made, by name."""
    lessons = Lesson.objects.filter(school=school, state__in=COUNTED, cycle__programme__is_public=True)
    return list(Organisation.objects.filter(pk__in=lessons.values("partners")).order_by("name_key", "pk"))


def desk_today(actor: Actor, school: School, now: datetime) -> DeskToday:
    """Return what the methodist should know this morning. Raises `School.DoesNotExist` for who is not of the desk."""
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
    near = lessons_visible_to(actor, school).filter(
        Q(starts_at__lt=now + WEEK), state__in=(LessonState.DRAFT, LessonState.ANNOUNCED)
    )
    cards = cards_of(near.order_by("starts_at", "pk"))
    today = now.astimezone(school.zone).date()
    announced = [card for card in cards if card.is_announced and card.starts_at]
    todays = [card for card in announced if card.starts_at and card.starts_at.astimezone(school.zone).date() == today]
    fresh = Enrolment.objects.filter(programme__school=school, left_at=None, enrolled_at__gt=now - WEEK)
    return DeskToday(
        today=todays,
        soon=[card for card in announced if card not in todays and card.starts_at and card.starts_at > now],
        to_mark=[card for card in announced if card.ends_at and card.ends_at <= now],
        forgotten=[card for card in cards if card.is_draft],
        newly_enrolled=fresh.count(),
        programmes=list(Programme.objects.filter(school=school).order_by("-starts_on", "-pk")),
    )
