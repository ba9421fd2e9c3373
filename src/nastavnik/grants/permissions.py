"""Who may see and do what with projects for grants. Closed by default.

A project is its members', its library's head's and the methodists'; the director looks. To everybody else it does not exist. Whether an
application is still open for writing is a rule, not a right: `OPEN_STATES`.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Author
from nastavnik.grants.enums import MemberRole
from nastavnik.grants.models import GrantApplication, GrantMember, GrantProject, MockReview
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import Actor, has_role, libraries_of, roles_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk, place_of

# whether somebody is a member of a project has still to be asked
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do in a project."""

    can_write: bool
    can_steer: bool


# --- beginning -------------------------------------------------------------------------------------------------------


def libraries_begun_for_by(actor: Actor, school: School) -> QuerySet[Library]:
    """Return the libraries whose projects `actor` may begin: those that she heads; a methodist's are all of the network."""
    libraries = libraries_of(place_of(school))
    return libraries if can_run_school(actor, school) else libraries.filter(pk__in=_headed_by(actor))


def applications_promoted_by(actor: Actor, school: School) -> QuerySet[Application]:
    """Return the applications to contests that `actor` may grow into projects: admitted ones that she wrote, or whose library she heads.

    A methodist's are all admitted ones of the school.
    """
    rows = Application.objects.filter(
        contest__school=school, contest__removed_at=None, state=ApplicationState.ADMITTED, is_sample=False
    )
    if can_run_school(actor, school):
        return rows
    if not isinstance(actor, User):
        return rows.none()
    authors = Author.objects.filter(application=OuterRef("pk"), user=actor)
    return rows.filter(Q(Exists(authors)) | Q(library__in=_headed_by(actor)))


# --- projects and their applications ---------------------------------------------------------------------------------


def can_write_project(actor: Actor, project: GrantProject) -> bool:
    """Tell whether `actor` may write in the project's applications: its authors and mentors, its library's head, methodists."""
    return _is_there(project) and (_answers_for(actor, project) or _members(actor, project).exists())


def can_steer_project(actor: Actor, project: GrantProject) -> bool:
    """Tell whether `actor` may say who writes, go to a fund, note what the fund said, remove it: all who write but mentors."""
    if not _is_there(project):
        return False
    return _answers_for(actor, project) or _members(actor, project).filter(role=MemberRole.AUTHOR).exists()


def can_bring_back_project(actor: Actor, project: GrantProject) -> bool:
    """Tell whether `actor` may bring a removed project back: who might have removed it."""
    return _answers_for(actor, project) or _members(actor, project).filter(role=MemberRole.AUTHOR).exists()


def can_see_project(actor: Actor, project: GrantProject) -> bool:
    """Tell whether `actor` may read the project: who writes it; the desk, where the director looks."""
    return _is_there(project) and (can_see_desk(actor, project.school) or can_write_project(actor, project))


def rights_in(actor: Actor, project: GrantProject, role: str | None = UNKNOWN) -> Rights:
    """Return what `can_write_project` and `can_steer_project` say, by one query at most; `role`: hers in the project, when it is known."""
    if not _is_there(project):
        return Rights(can_write=False, can_steer=False)
    if _answers_for(actor, project):
        return Rights(can_write=True, can_steer=True)
    if role == UNKNOWN:
        role = _members(actor, project).values_list("role", flat=True).first()
    return Rights(can_write=role is not None, can_steer=role == MemberRole.AUTHOR)


def projects_visible_to(actor: Actor, school: School) -> QuerySet[GrantProject]:
    """Return the projects of `school` that `can_see_project` admits."""
    projects = GrantProject.objects.filter(school=school, removed_at=None)
    return projects if can_see_desk(actor, school) else projects.filter(_written_by(actor))


def projects_of(actor: Actor, school: School) -> QuerySet[GrantProject]:
    """Return the projects of `school` that are the actor's own: she writes or leads them, or heads their library."""
    return GrantProject.objects.filter(_written_by(actor), school=school, removed_at=None)


def grants_visible_to(actor: Actor, school: School) -> QuerySet[GrantApplication]:
    """Return the applications to funds whose projects `can_see_project` admits; one that was taken off its project is nobody's."""
    return GrantApplication.objects.filter(project__in=projects_visible_to(actor, school), removed_at=None)


def can_see_board(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see all deadlines of the network: the desk."""
    return can_see_desk(actor, school)


# --- trial reviews ---------------------------------------------------------------------------------------------------


def can_review(actor: Actor, project: GrantProject) -> bool:
    """Tell whether `actor` may judge the project by way of trial: its mentors and the methodists."""
    if not _is_there(project):
        return False
    is_mentor = _members(actor, project).filter(role=MemberRole.MENTOR).exists()
    return is_mentor or can_run_school(actor, project.school)


def can_edit_review(actor: Actor, review: MockReview) -> bool:
    """Tell whether `actor` may mark in the review: whose it is, as long as she may review."""
    is_own = isinstance(actor, User) and review.reviewer_id == actor.pk
    return is_own and can_review(actor, review.grant.project)


def reviews_visible_to(actor: Actor, grant: GrantApplication) -> QuerySet[MockReview]:
    """Return the reviews of an application that `actor` may read: finished ones whoever sees it, an unfinished one only its reviewer."""
    reviews = MockReview.objects.filter(grant=grant)
    if not can_see_project(actor, grant.project):
        return reviews.none()
    own = Q(reviewer=actor.pk) if isinstance(actor, User) else Q(pk__in=())
    return reviews.filter(Q(finished_at__isnull=False) | own)


# --- templates and moments -------------------------------------------------------------------------------------------


def can_keep_templates(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may bring, correct and hide templates of funds, and choose moments to learn from: methodists."""
    return can_run_school(actor, school)


def _is_there(project: GrantProject) -> bool:
    return project.removed_at is None


def _answers_for(actor: Actor, project: GrantProject) -> bool:
    """Tell whether the project is of a library that `actor` heads, or of a school that she runs."""
    if can_run_school(actor, project.school):
        return True
    library = project.library_id
    return library is not None and has_role(actor, Place(PlaceKind.LIBRARY, library), Role.HEAD)


def _members(actor: Actor, project: GrantProject) -> QuerySet[GrantMember]:
    return GrantMember.objects.filter(project=project, user=actor.pk if isinstance(actor, User) else None)


def _written_by(actor: Actor) -> Q:
    if not isinstance(actor, User):
        return Q(pk__in=())
    members = GrantMember.objects.filter(project=OuterRef("pk"), user=actor)
    return Q(Exists(members)) | Q(library__in=_headed_by(actor))


def _headed_by(actor: Actor) -> list[int]:
    return [place.id for role, place in roles_of(actor) if role is Role.HEAD and place.kind is PlaceKind.LIBRARY]
