"""The methodist's desk about the programme: years, the board, a lesson with its form and history."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.models import JournalEntry
from nastavnik.core.ordering import Order
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import DONE, LessonState
from nastavnik.programme.models import Cycle, Enrolment, Handout, Lesson, Programme, School, Speaker
from nastavnik.programme.permissions import can_run_school, can_see_desk, lessons_visible_to, programmes_visible_to
from nastavnik.programme.selectors.lessons import HandoutRow, LessonCard, card_of, handouts_of, speakers_by_lesson
from nastavnik.programme.selectors.programmes import CycleRow, cycle_rows
from nastavnik.programme.selectors.schools import partners_of
from nastavnik.programme.selectors.speakers import speakers_to_choose

YEAR = timedelta(weeks=52)
# what the journal calls by its numbers
PEOPLE_FIELDS = {"speaker_ids": "speakers", "partner_ids": "partners"}


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of a history: who did what, when; `details` names what was touched."""

    at: datetime
    actor_name: str
    what: str
    details: str


@dataclass(frozen=True, slots=True)
class Year:
    """A programme in the list of years, with its numbers."""

    programme: Programme
    lessons: int
    drafts: int
    held: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be done with a lesson now: posted to `url`, or (`is_page`) asked about on a page."""

    label: str
    url: str
    kind: str = "quiet"
    is_page: bool = False
    # taking something back: on the lesson's own page, not on the board
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class BoardItem:
    """A lesson on the board, with what can be done with it."""

    card: LessonCard
    buttons: list[Button]


@dataclass(frozen=True, slots=True)
class BoardCycle:
    """A cycle on the board."""

    cycle: CycleRow
    items: list[BoardItem]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The board of a programme; `mark` tells later whether a card was moved since."""

    programme: Programme
    cycles: list[BoardCycle]
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
    # what the form of the lesson begins with
    typed: dict[str, Any]
    speakers: list[Speaker]
    partners: list[Organisation]
    history: list[Deed]
    buttons: list[Button]
    can_edit: bool


def years_of(actor: Actor, school: School) -> list[Year]:
    """Return the programmes of the desk, newest first. Raises `School.DoesNotExist` for who is not of the desk."""
    check_desk(actor, school)
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


def board_for(actor: Actor, school: School, token: str, now: datetime) -> Board:
    """Return the board of a programme. Raises `DoesNotExist` for who is not of the desk."""
    programme = programme_at_desk(actor, school, token)
    cycles = cycle_rows(actor, school, programme)
    return Board(
        programme=programme,
        cycles=[
            BoardCycle(
                cycle=cycle,
                items=[BoardItem(card, usual(buttons_of(card, now))) for card in cycle.lessons],
                is_first=cycle == cycles[0],
                is_last=cycle == cycles[-1],
            )
            for cycle in cycles
        ],
        enrolled=enrolled_count(programme),
        mark=order_mark({cycle.token: [card.uid for card in cycle.lessons] for cycle in cycles}),
        can_edit=can_run_school(actor, school),
    )


def buttons_of(card: LessonCard, now: datetime) -> list[Button]:
    """Return what can be done with a lesson in its state, the usual first."""
    if card.is_draft:
        announce = [_button(card, "announce", _("Announce"), kind="second")] if card.starts_at else []
        return [*announce, _button(card, "remove", _("Remove"))]
    if card.is_cancelled:
        return [_button(card, "restore", _("Restore"))]
    if card.is_held:
        return [_button(card, "reopen", _("Not held after all"), is_rare=True)]
    has_begun = card.starts_at is not None and card.starts_at <= now
    hold = [_button(card, "hold", _("Mark as held"), kind="second")] if has_begun else []
    cancel = Button(str(_("Cancel the lesson")), reverse("programme:cancel", args=[card.uid]), is_page=True)
    return [*hold, cancel, _button(card, "withdraw", _("To the drafts"), is_rare=True)]


def usual(buttons: list[Button]) -> list[Button]:
    """Return what is done with lessons every week."""
    return [button for button in buttons if not button.is_rare]


def _button(card: LessonCard, deed: str, label: Promise, *, kind: str = "quiet", is_rare: bool = False) -> Button:
    return Button(str(label), reverse("programme:do", args=[card.uid, deed]), kind, is_rare=is_rare)


def order_mark(order: Order) -> str:
    """Return a short mark of an order, to tell whether it is still the one that was seen."""
    return hashlib.blake2b(repr(list(order.items())).encode(), digest_size=8).hexdigest()


def programme_at_desk(actor: Actor, school: School, token: str) -> Programme:
    """Return a programme for the desk. Raises `DoesNotExist` for others."""
    check_desk(actor, school)
    return programmes_visible_to(actor, school).select_related("school").get(token=token)


def programme_typed(programme: Programme) -> dict[str, Any]:
    """Return a programme as its form holds it."""
    names = ("title", "description", "starts_on", "ends_on", "enrolment_policy", "version")
    return {name: getattr(programme, name) for name in names}


def next_year(programme: Programme) -> dict[str, Any]:
    """Return what the form of a copy begins with: the same title, the same day a year (52 weeks) later."""
    return {"title": programme.title, "starts_on": programme.starts_on + YEAR}


def enrolled_count(programme: Programme) -> int:
    """Return how many people take part in a programme."""
    return Enrolment.objects.filter(programme=programme, left_at=None).count()


def cycle_at_desk(actor: Actor, school: School, token: str) -> Cycle:
    """Return a cycle of the school with its programme, removed ones too, for the desk."""
    check_desk(actor, school)
    return Cycle.objects.select_related("programme").get(token=token, programme__school=school)


def lesson_at_desk(actor: Actor, school: School, uid: str) -> Lesson:
    """Return a lesson of the school with cycle and programme, removed ones too, for the desk."""
    check_desk(actor, school)
    return Lesson.objects.select_related("cycle__programme", "school").get(uid=uid, school=school)


def handout_at_desk(actor: Actor, school: School, token: str) -> Handout:
    """Return a handout of the school with its lesson, for the desk."""
    check_desk(actor, school)
    return Handout.objects.select_related("lesson").get(token=token, lesson__school=school)


def lesson_desk(actor: Actor, school: School, uid: str, now: datetime) -> LessonDesk:
    """Return a lesson as the desk works on it. Raises `DoesNotExist` for others and for removed lessons."""
    check_desk(actor, school)
    lesson = lessons_visible_to(actor, school).select_related("cycle__programme", "school").get(uid=uid)
    speakers = speakers_by_lesson([lesson.pk]).get(lesson.pk, ())
    card = card_of(lesson, speakers)
    return LessonDesk(
        lesson=lesson,
        card=card,
        buttons=buttons_of(card, now),
        programme=lesson.cycle.programme,
        handouts=handouts_of(lesson),
        typed=lesson_typed(
            lesson, [speaker.id for speaker in speakers], sorted(lesson.partners.values_list("pk", flat=True))
        ),
        speakers=speakers_to_choose(school),
        partners=partners_of(school),
        history=history_of(lesson),
        can_edit=can_run_school(actor, school),
    )


def lesson_typed(lesson: Lesson, speaker_ids: list[int], partner_ids: list[int]) -> dict[str, Any]:
    """Return a lesson as its forms hold it; the moment by the lesson's own clock, without a zone."""
    names = ("title", "summary", "description", "kind", "duration_minutes", "time_zone", "place", "age_rating", "slug")
    starts_at = lesson.starts_at.astimezone(lesson.zone).replace(tzinfo=None) if lesson.starts_at else None
    return {
        **{name: getattr(lesson, name) for name in (*names, "version")},
        "starts_at": starts_at,
        "speaker_ids": speaker_ids,
        "partner_ids": partner_ids,
    }


def history_of(subject: Model) -> list[Deed]:
    """Return the history of a thing of the programme in words, newest first."""
    return [
        Deed(
            at=entry.at, actor_name=entry.actor_name, what=str(DONE.get(entry.verb, entry.verb)), details=_named(entry)
        )
        for entry in journal.history_of(subject)
    ]


def _named(entry: JournalEntry) -> str:
    """Return what an entry names of what it is about: a handout, a cycle, a reason, the changed fields."""
    named = next(
        (entry.details[word] for word in ("handout", "cycle", "partner", "reason") if word in entry.details), ""
    )
    if named:
        return str(named)
    changed = {PEOPLE_FIELDS.get(name, name) for name in entry.details.get("after", ())}
    fields = (*Lesson._meta.fields, *Lesson._meta.many_to_many)
    return ", ".join(str(field.verbose_name) for field in fields if field.name in changed)


def check_can_run(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not change the programme, before a form is shown to her."""
    if not can_run_school(actor, school):
        raise PermissionDenied


def check_desk(actor: Actor, school: School) -> None:
    """Raise `School.DoesNotExist` for who may not open the desk of the school."""
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
