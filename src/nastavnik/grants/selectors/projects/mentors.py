"""The mentors who lead the authors of a project already: they are offered to lead the project too."""

from dataclasses import dataclass

from nastavnik.grants.enums import MemberRole
from nastavnik.grants.models import GrantMember, GrantProject
from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import Mentee
from nastavnik.people.models import User


@dataclass(frozen=True, slots=True)
class MentorOffer:
    """A mentor, and which of the authors she leads."""

    user: User
    leads: str


def mentors_offered(project: GrantProject) -> list[MentorOffer]:
    """Return who leads an author of the project in a mentorship that goes on, and is not in the project; two queries."""
    members = list(GrantMember.objects.filter(project=project).values_list("user_id", "role"))
    authors = [user for user, role in members if role == MemberRole.AUTHOR]
    there = [user for user, _role in members]
    rows = Mentee.objects.filter(
        user__in=authors,
        left_at=None,
        mentorship__school=project.school_id,
        mentorship__state=MentorshipState.ACTIVE,
        mentorship__mentor__isnull=False,
        mentorship__mentor__erased_at=None,
        mentorship__mentor__is_active=True,
    ).exclude(mentorship__mentor__in=there)
    leads: dict[int, list[Mentee]] = {}
    for row in rows.select_related("user", "mentorship__mentor").order_by("user__full_name", "pk"):
        leads.setdefault(row.mentorship.mentor_id or 0, []).append(row)
    return [_offer(led) for led in leads.values()]


def _offer(led: list[Mentee]) -> MentorOffer:
    mentor = led[0].mentorship.mentor
    assert mentor is not None  # the query leaves out those without
    return MentorOffer(mentor, ", ".join(dict.fromkeys(row.user.full_name for row in led)))
