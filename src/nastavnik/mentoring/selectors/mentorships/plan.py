"""A mentee's development plan with its lines, and where their actions lead; and a meeting as its form begins with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.urls import reverse

from nastavnik.mentoring.enums import Level
from nastavnik.mentoring.models import Meeting, MeetingDraft, Mentee, Mentorship, PlanAction, PlanLine
from nastavnik.mentoring.permissions import (
    can_edit_meeting,
    can_edit_plan,
    can_take_part,
    meetings_read_by,
    mentorships_of,
    plans_visible_to,
)
from nastavnik.mentoring.selectors.mentorships.cards import Person, person_of, today_in
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.video.models import Moment
from nastavnik.video.selectors.moments import MomentRow, moment_rows


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action; it leads to a moment, else to a lesson that the viewer may open."""

    pk: int
    text: str
    is_done: bool
    lesson_title: str
    lesson_url: str
    moment: MomentRow | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a plan."""

    pk: int
    competence: str
    now_level: Level
    wanted_level: Level
    due_on: date | None
    is_overdue: bool
    result: str
    is_done: bool
    actions: list[ActionRow]

    @property
    def done_actions(self) -> int:
        """How many of its actions are done."""
        return sum(action.is_done for action in self.actions)


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan for a viewer."""

    pk: int
    token: str
    person: Person
    mentor: Person | None
    mentorship_token: str
    mentorship_url: str
    version: int
    agreed_at: datetime | None
    lines: list[LineRow]
    can_edit: bool

    @property
    def done(self) -> int:
        """How many lines are done."""
        return sum(line.is_done for line in self.lines)


def plan_page(actor: Actor, school: School, token: str, now: datetime) -> PlanPage:
    """Return a mentee's plan. Raises `Mentee.DoesNotExist` for who may not read it."""
    mentee = _whole_plans(actor, school).get(token=token)
    return _page(actor, mentee, _targets(actor, school, [mentee]), today_in(school, now))


def plan_pages(actor: Actor, school: School, tokens: Collection[str], now: datetime) -> list[PlanPage]:
    """Return those of some mentees' plans that `actor` may read, in the order of who joined first; seven queries at most."""
    mentees = list(_whole_plans(actor, school).filter(token__in=tokens)) if tokens else []
    targets, today = _targets(actor, school, mentees), today_in(school, now)
    return [_page(actor, mentee, targets, today) for mentee in mentees]


def _whole_plans(actor: Actor, school: School) -> QuerySet[Mentee]:
    """Return plans that `actor` may read, with their people, lines and actions; two queries more."""
    actions = PlanAction.objects.select_related("lesson")
    lines = PlanLine.objects.prefetch_related(Prefetch("actions", actions))
    joined = ("user__library", "mentorship__mentor__library", "mentorship__school")
    return plans_visible_to(actor, school).select_related(*joined).prefetch_related(Prefetch("lines", lines))


def _page(actor: Actor, mentee: Mentee, targets: "Targets", today: date) -> PlanPage:
    mentorship = mentee.mentorship
    return PlanPage(
        pk=mentee.pk,
        token=mentee.token,
        person=person_of(mentee.user),
        mentor=person_of(mentorship.mentor) if mentorship.mentor else None,
        mentorship_token=mentorship.token,
        mentorship_url=reverse("mentoring:mentorship", args=[mentorship.token]),
        version=mentee.plan_version,
        agreed_at=mentee.agreed_at,
        lines=[line_row(line, targets, today) for line in mentee.lines.all()],
        can_edit=can_edit_plan(actor, mentee),
    )


@dataclass(frozen=True, slots=True)
class Targets:
    """Where actions lead, as the viewer sees it."""

    moments: dict[int, MomentRow]
    lessons: dict[int, Lesson]


def _targets(actor: Actor, school: School, mentees: Iterable[Mentee]) -> Targets:
    """Return where the actions of these plans lead: four queries at most."""
    actions = [action for mentee in mentees for line in mentee.lines.all() for action in line.actions.all()]
    moment_ids = [action.moment_id for action in actions if action.moment_id is not None]
    moments = (
        moment_rows(actor, school, Moment.objects.filter(pk__in=moment_ids, removed_at=None)) if moment_ids else ()
    )
    lesson_ids = {action.lesson_id for action in actions if action.lesson_id is not None}
    lessons = lessons_visible_to(actor, school).filter(pk__in=lesson_ids).in_bulk() if lesson_ids else {}
    return Targets({row.pk: row for row in moments}, lessons)


def line_row(line: PlanLine, targets: Targets, today: date) -> LineRow:
    """Return one line."""
    return LineRow(
        pk=line.pk,
        competence=line.competence,
        now_level=Level(line.now_level),
        wanted_level=Level(line.wanted_level),
        due_on=line.due_on,
        is_overdue=line.done_at is None and line.due_on is not None and line.due_on < today,
        result=line.result,
        is_done=line.done_at is not None,
        actions=[action_row(action, targets) for action in line.actions.all()],
    )


def action_row(action: PlanAction, targets: Targets) -> ActionRow:
    """Return one action."""
    lesson = targets.lessons.get(action.lesson_id or 0)
    return ActionRow(
        pk=action.pk,
        text=action.text,
        is_done=action.done_at is not None,
        lesson_title=lesson.title if lesson else "",
        lesson_url=lesson.path if lesson else "",
        moment=targets.moments.get(action.moment_id or 0),
    )


@dataclass(frozen=True, slots=True)
class EditedLine:
    """A line of a plan that is written, or a new one."""

    mentee_pk: int
    name: str
    url: str
    competence: str
    initial: dict[str, object]


def line_to_edit(actor: Actor, school: School, token: str, line_id: int | None) -> EditedLine:
    """Return a plan that `actor` may change, and one of its lines. Raises `Mentee.DoesNotExist`, `PlanLine.DoesNotExist`."""
    rows = plans_visible_to(actor, school).select_related("mentorship__school", "user")
    mentee = rows.get(token=token)
    if not can_edit_plan(actor, mentee):
        raise Mentee.DoesNotExist
    line = None if line_id is None else PlanLine.objects.get(pk=line_id, mentee=mentee)
    initial: dict[str, object] = {"version": mentee.plan_version}
    if line is not None:
        names = ("competence", "now_level", "wanted_level", "due_on", "result")
        initial |= {name: getattr(line, name) for name in names} | {"is_done": line.done_at is not None}
    url = reverse("mentoring:plan", args=[mentee.token])
    return EditedLine(mentee.pk, mentee.user.full_name, url, line.competence if line else "", initial)


# --- a meeting to be written ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WrittenMeeting:
    """A meeting that is being written: who may be there, what its form begins with, what was kept unsaved."""

    pk: int | None
    token: str
    mentorship_pk: int
    mentorship_url: str
    heading: str
    people: list[tuple[int, str]]
    initial: dict[str, object]
    unsaved: QueryDict | None
    unsaved_at: datetime | None
    is_held: bool


def new_meeting(actor: User, school: School, token: str, now: datetime) -> WrittenMeeting:
    """Return the form of a new meeting. Raises `Mentorship.DoesNotExist`."""
    mentorship = mentorships_of(actor, school).select_related("school", "mentor").get(token=token)
    if not can_take_part(actor, mentorship):
        raise Mentorship.DoesNotExist
    people = _people(mentorship)
    initial: dict[str, object] = {
        "at": on_wall(now, school),
        "user_ids": [pk for pk, _name in people],
        "version": 0,
        "is_held": True,
    }
    return _form(actor, mentorship, None, people, initial)


def meeting_to_edit(actor: User, school: School, token: str) -> WrittenMeeting:
    """Return the form of a meeting that `actor` may change. Raises `Meeting.DoesNotExist`."""
    rows = meetings_read_by(actor, school).select_related("mentorship__school", "mentorship__mentor")
    meeting = rows.get(token=token)
    if not can_edit_meeting(actor, meeting):
        raise Meeting.DoesNotExist
    there = list(meeting.attendees.values_list("user_id", flat=True))
    names = ("way", "theme", "is_held", "note", "next_steps", "is_shared", "version")
    initial: dict[str, object] = {name: getattr(meeting, name) for name in names}
    initial |= {"at": on_wall(meeting.at, school), "user_ids": there}
    return _form(actor, meeting.mentorship, meeting, _people(meeting.mentorship), initial)


def on_wall(moment: datetime, school: School) -> datetime:
    """Return a moment as it stands on the wall of the school, to the minute."""
    return moment.astimezone(school.zone).replace(second=0, microsecond=0, tzinfo=None)


def _people(mentorship: Mentorship) -> list[tuple[int, str]]:
    present = Mentee.objects.filter(mentorship=mentorship, left_at=None).select_related("user")
    return [(one.user_id, one.user.full_name) for one in present]


def _form(
    actor: User,
    mentorship: Mentorship,
    meeting: Meeting | None,
    people: list[tuple[int, str]],
    initial: dict[str, object],
) -> WrittenMeeting:
    draft = MeetingDraft.objects.filter(user=actor, mentorship=mentorship, meeting=meeting).first()
    return WrittenMeeting(
        pk=meeting.pk if meeting else None,
        token=meeting.token if meeting else mentorship.token,
        mentorship_pk=mentorship.pk,
        mentorship_url=reverse("mentoring:mentorship", args=[mentorship.token]),
        heading=mentorship.title or ", ".join(name for _pk, name in people),
        people=people,
        initial=initial,
        unsaved=QueryDict(draft.posted) if draft else None,
        unsaved_at=draft.saved_at if draft else None,
        is_held=meeting.is_held if meeting else False,
    )
