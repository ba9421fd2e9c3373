"""The page of a mentorship: its people, goals, plans in short, meetings, what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.urls import reverse

from nastavnik.mentoring.enums import MeetingWay, MentorshipEnd, MentorshipOrigin, MentorshipState
from nastavnik.mentoring.models import Feedback, Goal, Meeting, Mentee, Mentorship, MentorTurn
from nastavnik.mentoring.permissions import (
    can_accept,
    can_end_mentorship,
    can_give_feedback,
    can_pair,
    can_take_part,
    is_mentor_of,
    mentorships_of,
    mentorships_visible_to,
    plans_visible_to,
)
from nastavnik.mentoring.selectors.mentorships.cards import (
    Card,
    Person,
    card_of,
    joined,
    person_of,
    present_of,
    today_in,
)
from nastavnik.mentoring.selectors.mentorships.reasons import ReasonRow, reason_rows, theme_titles
from nastavnik.people.models import User
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class PlanShort:
    """A mentee's plan in a line."""

    token: str
    person: Person
    lines: int
    done: int
    next_on: date | None
    is_agreed: bool
    # may be opened by the viewer
    is_open: bool
    # the viewer may let her leave
    can_leave: bool


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as the viewer sees it; without the words of others where it is not hers to read."""

    token: str
    at: datetime
    way: MeetingWay
    is_held: bool
    is_shared: bool
    who: str
    can_read: bool
    can_edit: bool
    theme: str = ""
    note: str = ""
    next_steps: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """What one side says, for the methodists and for herself."""

    name: str
    mark: int
    helped: str
    missing: str
    again: bool | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Who led from when to when."""

    name: str
    began_at: datetime
    ended_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class MentorshipPage:
    """A mentorship for one viewer: what she sees and what she may do."""

    pk: int
    card: Card
    note: str
    origin: MentorshipOrigin
    reasons: tuple[ReasonRow, ...]
    every_days: int
    end: MentorshipEnd | None
    result: str
    ended_at: datetime | None
    goals: Sequence[Goal]
    plans: list[PlanShort]
    meetings: list[MeetingRow]
    feedback: list[FeedbackRow]
    turns: list[Turn]
    can_answer: bool
    can_take_back: bool
    takes_part: bool
    can_end: bool
    can_judge: bool
    has_judged: bool
    # a methodist of the school looks
    is_desk: bool

    @property
    def planned(self) -> list[MeetingRow]:
        """Meetings that are to come or were not written down yet, the next one first."""
        return sorted((row for row in self.meetings if not row.is_held), key=lambda row: row.at)

    @property
    def held(self) -> list[MeetingRow]:
        """The diary, the newest first."""
        return [row for row in self.meetings if row.is_held]


def mentorship_page(actor: User, school: School, token: str, now: datetime) -> MentorshipPage:
    """Return a mentorship for a viewer. Raises `Mentorship.DoesNotExist` for who may not open it."""
    rows = joined(mentorships_visible_to(actor, school), now, with_plans()).prefetch_related(
        "goals",
        Prefetch("turns", MentorTurn.objects.select_related("mentor")),
        Prefetch("feedback", Feedback.objects.select_related("made_by").order_by("at", "pk")),
    )
    row = rows.get(token=token)
    is_desk, viewer = can_pair(actor, school), Viewer(actor, row)
    feedback = [one for one in row.feedback.all() if is_desk or one.made_by_id == actor.pk]
    return MentorshipPage(
        pk=row.pk,
        card=card_of(row, actor.pk, today_in(school, now)),
        note=row.note,
        origin=MentorshipOrigin(row.origin),
        reasons=reason_rows(row.reasons, theme_titles(school)) if row.reasons else (),
        every_days=row.every_days,
        end=MentorshipEnd(row.end) if row.end else None,
        result=row.result,
        ended_at=row.ended_at,
        goals=list(row.goals.all()),
        plans=plans_of(row, viewer, is_desk=is_desk),
        meetings=meetings_of(row, viewer),
        feedback=[feedback_row(one) for one in feedback],
        turns=[Turn(one.mentor.full_name, one.began_at, one.ended_at, one.why) for one in row.turns.all()],
        can_answer=can_accept(actor, row),
        can_take_back=row.state == MentorshipState.WAITING and (is_desk or row.proposed_by_id == actor.pk),
        takes_part=row.state == MentorshipState.ACTIVE and viewer.is_inside,
        can_end=can_end_mentorship(actor, row),
        can_judge=row.state in {MentorshipState.ACTIVE, MentorshipState.ENDED} and viewer.is_inside,
        has_judged=any(one.made_by_id == actor.pk for one in feedback),
        is_desk=is_desk,
    )


class Viewer:
    """What somebody is in a mentorship, asked of rows that were read anyway."""

    def __init__(self, actor: User, row: Mentorship) -> None:
        self.user_id = actor.pk
        self.is_mentor = is_mentor_of(actor, row)
        self.mentee_id = next((one.pk for one in present_of(row) if one.user_id == actor.pk), None)
        self.is_inside = self.is_mentor or self.mentee_id is not None
        self.is_desk = can_pair(actor, row.school)


def with_plans() -> QuerySet[Mentee]:
    """Return mentees with what a line says of the plan of each."""
    return Mentee.objects.annotate(
        all_lines=Count("lines"),
        done_lines=Count("lines", filter=Q(lines__done_at__isnull=False)),
        next_on=Min("lines__due_on", filter=Q(lines__done_at=None)),
    )


def plans_of(row: Mentorship, viewer: Viewer, *, is_desk: bool) -> list[PlanShort]:
    """Return the plans of who is led now, in a line each, of a mentorship that was read `with_plans`."""
    goes_on = row.state == MentorshipState.ACTIVE
    return [
        PlanShort(
            token=one.token,
            person=person_of(one.user),
            lines=one.all_lines,  # type: ignore[attr-defined]  # annotated by `with_plans`
            done=one.done_lines,  # type: ignore[attr-defined]  # annotated by `with_plans`
            next_on=one.next_on,  # type: ignore[attr-defined]  # annotated by `with_plans`
            is_agreed=one.agreed_at is not None,
            is_open=is_desk or viewer.is_mentor or one.pk == viewer.mentee_id,
            can_leave=goes_on and (is_desk or viewer.is_mentor or one.pk == viewer.mentee_id),
        )
        for one in present_of(row)
    ]


def meetings_of(row: Mentorship, viewer: Viewer) -> list[MeetingRow]:
    """Return the meetings of a mentorship as the viewer may see them; two queries.

    Who is in a group sees what is shared and where she was; the mentor and the methodists see also that others took place.
    """
    meetings = Meeting.objects.filter(mentorship=row).order_by("-at", "-pk")
    attendees = Prefetch("attendees", Mentee.objects.select_related("user"), to_attr="there")
    shown = [meeting_row(one, row, viewer) for one in meetings.prefetch_related(attendees)]
    sees_all = viewer.is_mentor or viewer.is_desk
    return [one for one in shown if one.can_read or sees_all]


def meeting_row(meeting: Meeting, row: Mentorship, viewer: Viewer) -> MeetingRow:
    """Return a meeting for a viewer, by the same rule as `permissions.can_read_meeting`."""
    there: list[Mentee] = meeting.there  # type: ignore[attr-defined]  # prefetched by `meetings_of`
    was_there = any(one.pk == viewer.mentee_id for one in there)
    is_hers = was_there or (viewer.is_mentor and meeting.mentor_id == viewer.user_id)
    can_read = is_hers or meeting.is_shared
    return MeetingRow(
        token=meeting.token,
        at=meeting.at,
        way=MeetingWay(meeting.way),
        is_held=meeting.is_held,
        is_shared=meeting.is_shared,
        who=", ".join(one.user.full_name for one in there),
        can_read=can_read,
        can_edit=is_hers and row.state == MentorshipState.ACTIVE,
        theme=meeting.theme if can_read else "",
        note=meeting.note if can_read else "",
        next_steps=meeting.next_steps if can_read else "",
    )


def feedback_row(row: Feedback) -> FeedbackRow:
    """Return what one side says."""
    return FeedbackRow(row.made_by.full_name, row.mark, row.helped, row.missing, row.again, row.at)


# --- what a person is about to do ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doing:
    """A mentorship on the page of a form about it."""

    pk: int
    heading: str
    url: str
    initial: dict[str, object]


def _open_to(actor: User, school: School, token: str) -> Mentorship:
    rows = mentorships_visible_to(actor, school).select_related("school", "mentor")
    return rows.prefetch_related("mentees__user").get(token=token)


def _doing(row: Mentorship, initial: dict[str, object]) -> Doing:
    names = ", ".join(one.user.full_name for one in row.mentees.all() if one.left_at is None)
    return Doing(row.pk, row.title or names, reverse("mentoring:mentorship", args=[row.token]), initial)


def mentorship_to_answer(actor: User, school: School, token: str) -> Mentorship:
    """Return a mentorship of which `actor` is the mentor. Raises `Mentorship.DoesNotExist`."""
    return mentorships_of(actor, school).get(token=token, mentor=actor)


def mentorship_to_end(actor: User, school: School, token: str) -> Doing:
    """Return a mentorship that `actor` may end or frame anew. Raises `Mentorship.DoesNotExist`."""
    row = _open_to(actor, school, token)
    if not can_end_mentorship(actor, row):
        raise Mentorship.DoesNotExist
    return _doing(row, {"title": row.title, "every_days": row.every_days, "ends_on": row.ends_on})


def feedback_to_give(actor: User, school: School, token: str) -> Doing:
    """Return a mentorship of which `actor` may say something, with what she said. Raises `Mentorship.DoesNotExist`."""
    row = _open_to(actor, school, token)
    if not can_give_feedback(actor, row):
        raise Mentorship.DoesNotExist
    said = Feedback.objects.filter(mentorship=row, made_by=actor).first()
    if said is None:
        return _doing(row, {})
    again = "" if said.again is None else "yes" if said.again else "no"
    return _doing(row, {"mark": said.mark, "helped": said.helped, "missing": said.missing, "again": again})


def goal_to_change(actor: User, school: School, token: str, goal_id: int) -> Goal:
    """Return a goal of a mentorship in which `actor` takes part. Raises `Goal.DoesNotExist`, `Mentorship.DoesNotExist`."""
    row = _open_to(actor, school, token)
    if not can_take_part(actor, row):
        raise Goal.DoesNotExist
    return Goal.objects.get(pk=goal_id, mentorship=row)


def mentee_to_leave(actor: User, school: School, token: str) -> Mentee:
    """Return who may leave, for `actor`: herself, one whom she leads, anybody for a methodist. Raises `Mentee.DoesNotExist`."""
    rows = plans_visible_to(actor, school).select_related("user", "mentorship")
    return rows.get(token=token, left_at=None)
