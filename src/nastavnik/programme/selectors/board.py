"""The methodist's desk about the programme: years, the board, a lesson with its form, speakers."""

import hashlib
from dataclasses import dataclass

from django.db.models import Count, Q

from nastavnik.core import journal
from nastavnik.core.models import JournalEntry
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Cycle, Enrolment, Handout, Lesson, Programme, School, Speaker
from nastavnik.programme.permissions import can_run_school, can_see_desk, lessons_visible_to, programmes_visible_to
from nastavnik.programme.selectors.lessons import HandoutRow, LessonCard, card_of, handouts_of, speakers_by_lesson
from nastavnik.programme.selectors.programmes import CycleRow, cycle_rows
from nastavnik.programme.selectors.schools import partners_of

# (cycle's token, lessons' uids in their order), for every cycle of the programme
Order = list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Year:
    """A programme in the list of years, with its numbers."""

    programme: Programme
    lessons: int
    drafts: int
    held: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a programme; `mark` tells later whether a card was moved since."""

    programme: Programme
    cycles: list[CycleRow]
    enrolled: int
    mark: str
    can_edit: bool


@dataclass(frozen=True, slots=True)
class LessonDesk:
    """A lesson at the desk: everything its form, its lists and its history show."""

    lesson: Lesson
    card: LessonCard
    programme: Programme
    handouts: list[HandoutRow]
    speaker_ids: list[int]
    partner_ids: list[int]
    speakers: list[Speaker]
    partners: list[Organisation]
    history: list[JournalEntry]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class SpeakerDesk:
    """A speaker in the list of the desk."""

    speaker: Speaker
    lessons: int


def years_of(actor: Actor, school: School) -> list[Year]:
    """Return the programmes of the desk, newest first. Raises `School.DoesNotExist` for who is not of the desk."""
    _check_desk(actor, school)
    planned = Q(cycle__removed_at=None, cycle__lesson__removed_at=None)
    state = "cycle__lesson__state"
    programmes = programmes_visible_to(actor, school).annotate(
        lessons=Count("cycle__lesson", filter=planned),
        drafts=Count("cycle__lesson", filter=planned & Q(**{state: LessonState.DRAFT})),
        held=Count("cycle__lesson", filter=planned & Q(**{state: LessonState.HELD})),
    )
    enrolments = Enrolment.objects.filter(programme__school=school, left_at=None).values("programme")
    enrolled = dict(enrolments.annotate(count=Count("pk")).values_list("programme", "count"))
    return [
        Year(programme, programme.lessons, programme.drafts, programme.held, enrolled.get(programme.pk, 0))
        for programme in programmes.order_by("-starts_on", "-pk")
    ]


def board_for(actor: Actor, school: School, token: str) -> Board:
    """Return the board of a programme. Raises `DoesNotExist` for who is not of the desk."""
    programme = programme_at_desk(actor, school, token)
    cycles = cycle_rows(actor, school, programme)
    return Board(
        programme=programme,
        cycles=cycles,
        enrolled=Enrolment.objects.filter(programme=programme, left_at=None).count(),
        mark=order_mark([(cycle.token, [card.uid for card in cycle.lessons]) for cycle in cycles]),
        can_edit=can_run_school(actor, school),
    )


def order_mark(order: Order) -> str:
    """Return a short mark of an order, to tell whether it is still the one that was seen."""
    return hashlib.blake2b(repr(order).encode(), digest_size=8).hexdigest()


def programme_at_desk(actor: Actor, school: School, token: str) -> Programme:
    """Return a programme for the desk. Raises `DoesNotExist` for others."""
    _check_desk(actor, school)
    return programmes_visible_to(actor, school).select_related("school").get(token=token)


def cycle_at_desk(actor: Actor, school: School, token: str) -> Cycle:
    """Return a cycle of the school with its programme, removed ones too, for the desk."""
    _check_desk(actor, school)
    return Cycle.objects.select_related("programme").get(token=token, programme__school=school)


def lesson_at_desk(actor: Actor, school: School, uid: str) -> Lesson:
    """Return a lesson of the school with cycle and programme, removed ones too, for the desk."""
    _check_desk(actor, school)
    return Lesson.objects.select_related("cycle__programme", "school").get(uid=uid, school=school)


def handout_at_desk(actor: Actor, school: School, token: str) -> Handout:
    """Return a handout of the school with its lesson, for the desk."""
    _check_desk(actor, school)
    return Handout.objects.select_related("lesson").get(token=token, lesson__school=school)


def speaker_at_desk(actor: Actor, school: School, token: str) -> Speaker:
    """Return a speaker of the school, for the desk."""
    _check_desk(actor, school)
    return Speaker.objects.select_related("organisation", "user").get(token=token, school=school)


def lesson_desk(actor: Actor, school: School, uid: str) -> LessonDesk:
    """Return a lesson as the desk works on it. Raises `DoesNotExist` for others and for removed lessons."""
    _check_desk(actor, school)
    lesson = lessons_visible_to(actor, school).select_related("cycle__programme", "school").get(uid=uid)
    speakers = speakers_by_lesson([lesson.pk]).get(lesson.pk, ())
    return LessonDesk(
        lesson=lesson,
        card=card_of(lesson, speakers),
        programme=lesson.cycle.programme,
        handouts=handouts_of(lesson),
        speaker_ids=[speaker.id for speaker in speakers],
        partner_ids=sorted(lesson.partners.values_list("pk", flat=True)),
        speakers=speakers_to_choose(school),
        partners=partners_of(school),
        history=journal.history_of(lesson),
        can_edit=can_run_school(actor, school),
    )


def speakers_to_choose(school: School) -> list[Speaker]:
    """Return the speakers of the school by name, with their organisations."""
    return list(Speaker.objects.filter(school=school).select_related("organisation").order_by("name_key", "pk"))


def speakers_of(actor: Actor, school: School) -> list[SpeakerDesk]:
    """Return the speakers for the desk's list, with the number of lessons each stands in."""
    _check_desk(actor, school)
    speakers = Speaker.objects.filter(school=school).select_related("organisation", "user")
    counted = speakers.annotate(lessons=Count("lessonspeaker", filter=Q(lessonspeaker__lesson__removed_at=None)))
    return [SpeakerDesk(speaker, speaker.lessons) for speaker in counted.order_by("name_key", "pk")]


def _check_desk(actor: Actor, school: School) -> None:
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
