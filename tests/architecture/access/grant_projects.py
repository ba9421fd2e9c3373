"""Projects for grants besides the one of all areas: a removed one, its people, a mentor of an author, a fund."""

from typing import Any

from nastavnik.core.clock import now
from nastavnik.grants.enums import MilestoneKind
from nastavnik.grants.models import GrantProject, Milestone
from nastavnik.people.models import Library
from tests.grants.factories import GrantFactory, GrantMemberFactory, GrantProjectFactory, text_row
from tests.grants.funds.a_template import TEMPLATE
from tests.mentoring.mentorships.factories import MenteeFactory, MentorshipFactory


def things_of_projects(school: Any, library: Library, project: GrantProject) -> dict[str, Any]:
    """Return what stands in the addresses of projects; all of it is of the library that the head of the world heads."""
    author = GrantMemberFactory(project=project).user
    pair = MentorshipFactory(school=school, active=True)
    MenteeFactory(mentorship=pair, user=author)
    promoted = GrantFactory(project=project)
    Milestone.objects.create(grant=promoted, kind=MilestoneKind.PROMOTED, values={}, made_at=now())
    removed = GrantProjectFactory(school=school, library=library, removed_at=now())
    return {
        "fund_key": text_row(TEMPLATE.replace("small-fund", f"fund-{school.pk}"), school).key,
        "grant_member": author.token,
        "grant_mentor": pair.mentor.token,
        "promoted_grant": promoted.token,
        "removed_grant": GrantFactory(project=project, removed_at=now()).token,
        "removed_project": removed.token,
    }
