"""Who may see and do what in mentorships. What a meeting was about belongs to those who were there, unless it is shared."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import Meeting, Mentee, Mentorship
from nastavnik.mentoring.permissions.school import can_ask, is_mentor, is_mentor_in
from nastavnik.people.enums import Place, PlaceKind
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, can_run_place
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk


def can_pair(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may propose mentorships, match the network and hand pairs over: a methodist."""
    return can_run_school(actor, school)


def can_see_pulse(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see which pairs of the school are awake: its desk. What they write stays theirs."""
    return can_see_desk(actor, school)


def can_wish(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may ask for a mentor in `school`: whoever belongs to it."""
    return can_ask(actor, school)


def is_mentor_of(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether `actor` is the mentor now: who lost the role in the school is none, until a methodist hands the pair over."""
    is_named = actor.pk is not None and actor.pk == mentorship.mentor_id
    return is_named and is_mentor_in(actor, Place(PlaceKind.SCHOOL, mentorship.school_id))


def is_mentee_of(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether `actor` is led in the mentorship now."""
    if not isinstance(actor, User) or not actor.is_active:
        return False
    return mentorship.mentees.filter(user=actor, left_at=None).exists()


def can_see_mentorship(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether `actor` may open the mentorship: its mentor, its mentees, the methodists of the school."""
    is_ours = can_run_place(actor, Place(PlaceKind.SCHOOL, mentorship.school_id))
    return is_ours or is_mentor_of(actor, mentorship) or is_mentee_of(actor, mentorship)


def mentorships_visible_to(actor: Actor, school: School) -> QuerySet[Mentorship]:
    """Return the mentorships of `school` that `can_see_mentorship` admits."""
    mentorships = Mentorship.objects.filter(school=school)
    return mentorships if can_pair(actor, school) else mentorships_of(actor, school)


def mentorships_of(actor: Actor, school: School) -> QuerySet[Mentorship]:
    """Return the mentorships of `school` in which `actor` is the mentor or a mentee."""
    mentorships = Mentorship.objects.filter(school=school)
    if not isinstance(actor, User) or not actor.is_active:
        return mentorships.none()
    led = Mentee.objects.filter(mentorship=OuterRef("pk"), user=actor, left_at=None)
    inside = Q(Exists(led))
    return mentorships.filter(inside | Q(mentor=actor) if is_mentor(actor, school) else inside)


def can_accept(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether `actor` may say yes or no to a mentorship that waits: its mentor."""
    return mentorship.state == MentorshipState.WAITING and is_mentor_of(actor, mentorship)


def can_take_part(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether `actor` may write goals and meetings: who is in a mentorship that goes on."""
    is_inside = is_mentor_of(actor, mentorship) or is_mentee_of(actor, mentorship)
    return mentorship.state == MentorshipState.ACTIVE and is_inside


def can_end_mentorship(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether `actor` may end a mentorship with its result: its mentor, or a methodist."""
    is_ours = can_run_place(actor, Place(PlaceKind.SCHOOL, mentorship.school_id))
    return mentorship.state == MentorshipState.ACTIVE and (is_ours or is_mentor_of(actor, mentorship))


def can_give_feedback(actor: Actor, mentorship: Mentorship) -> bool:
    """Tell whether `actor` may say how the mentorship goes, or went: both sides, once it has begun."""
    has_begun = mentorship.state in {MentorshipState.ACTIVE, MentorshipState.ENDED}
    return has_begun and (is_mentor_of(actor, mentorship) or is_mentee_of(actor, mentorship))


def can_see_plan(actor: Actor, mentee: Mentee) -> bool:
    """Tell whether `actor` may read a mentee's plan: she, her mentor, the methodists; not the others of a group."""
    if isinstance(actor, User) and actor.is_active and actor.pk == mentee.user_id and mentee.left_at is None:
        return True
    is_ours = can_run_place(actor, Place(PlaceKind.SCHOOL, mentee.mentorship.school_id))
    return is_ours or is_mentor_of(actor, mentee.mentorship)


def plans_visible_to(actor: Actor, school: School) -> QuerySet[Mentee]:
    """Return the mentees of `school` whose plans `can_see_plan` admits."""
    mentees = Mentee.objects.filter(mentorship__school=school)
    if can_pair(actor, school):
        return mentees
    if not isinstance(actor, User) or not actor.is_active:
        return mentees.none()
    own = Q(user=actor, left_at=None)
    return mentees.filter(own | Q(mentorship__mentor=actor) if is_mentor(actor, school) else own)


def can_edit_plan(actor: Actor, mentee: Mentee) -> bool:
    """Tell whether `actor` may change a mentee's plan: she and her mentor, while the mentorship goes on."""
    goes_on = mentee.mentorship.state == MentorshipState.ACTIVE and mentee.left_at is None
    is_one_of_them = is_mentor_of(actor, mentee.mentorship) or actor.pk == mentee.user_id
    return goes_on and is_one_of_them and can_see_plan(actor, mentee)


def can_read_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether `actor` may read what a meeting was about: those who were there; shared, whoever opens the mentorship."""
    if meeting.is_shared:
        return can_see_mentorship(actor, meeting.mentorship)
    if is_mentor_of(actor, meeting.mentorship) and actor.pk == meeting.mentor_id:
        return True
    if not isinstance(actor, User) or not actor.is_active:
        return False
    return meeting.attendees.filter(user=actor, left_at=None).exists()


def meetings_read_by(actor: Actor, school: School) -> QuerySet[Meeting]:
    """Return the meetings of `school` that `can_read_meeting` admits."""
    meetings = Meeting.objects.filter(mentorship__school=school)
    if not isinstance(actor, User) or not actor.is_active:
        return meetings.filter(is_shared=True) if can_pair(actor, school) else meetings.none()
    read = Q(is_shared=True, mentorship__in=mentorships_visible_to(actor, school)) | Q(pk__in=_attended_by(actor))
    if is_mentor(actor, school):
        read |= Q(mentor=actor, mentorship__mentor=actor)
    return meetings.filter(read)


def _attended_by(actor: User) -> QuerySet[Meeting, int]:
    return Meeting.objects.filter(attendees__user=actor, attendees__left_at=None).values_list("pk", flat=True)


def can_edit_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether `actor` may write a meeting's note or move it: those who are there, while the mentorship goes on."""
    if meeting.mentorship.state != MentorshipState.ACTIVE:
        return False
    is_its_mentor = is_mentor_of(actor, meeting.mentorship) and actor.pk == meeting.mentor_id
    return is_its_mentor or (
        isinstance(actor, User) and actor.is_active and meeting.attendees.filter(user=actor, left_at=None).exists()
    )
