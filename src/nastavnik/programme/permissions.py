"""Who may see and change the programme. Closed by default."""

from django.db.models import QuerySet

from nastavnik.core.connections import rows_of
from nastavnik.people.enums import Place, PlaceKind
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, System, can_run_place, can_see_people
from nastavnik.programme.enums import PUBLIC_STATES, EnrolmentPolicy
from nastavnik.programme.models import Enrolment, Handout, Lesson, Programme, School

PLACES = "SELECT programme_id FROM programme_enrolment WHERE user_id = %s AND left_at IS NULL"


def place_of(school: School) -> Place:
    """Return the place in which the school's roles are held."""
    return Place(PlaceKind.SCHOOL, school.pk)


def can_create_school(actor: Actor) -> bool:
    """Tell whether `actor` may make a school: the operator, or the installation itself."""
    return isinstance(actor, System) or (isinstance(actor, User) and actor.is_active and actor.is_superuser)


def can_run_school(actor: Actor, school: School) -> bool:
    """Tell whether `actor` is a methodist of `school`: may plan, publish, invite and configure."""
    return can_run_place(actor, place_of(school))


def can_see_desk(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may open the desk: methodists work there, the director looks."""
    return can_see_people(actor, place_of(school))


def can_view_programme(actor: Actor, programme: Programme) -> bool:
    """Tell whether `actor` may see the programme: everybody once it is public, the school's desk before."""
    return programme.is_public or can_see_desk(actor, programme.school)


def programmes_visible_to(actor: Actor, school: School) -> QuerySet[Programme]:
    """Return the programmes of `school` that `can_view_programme` admits."""
    programmes = Programme.objects.filter(school=school)
    return programmes if can_see_desk(actor, school) else programmes.filter(is_public=True)


def can_view_lesson(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may open the lesson's page; drafts and closed programmes are for the school's desk.

    A lesson that was taken off the board is seen by nobody.
    """
    if lesson.removed_at is not None:
        return False
    if can_see_desk(actor, lesson.school):
        return True
    return lesson.state in PUBLIC_STATES and lesson.cycle.programme.is_public


def lessons_visible_to(actor: Actor, school: School) -> QuerySet[Lesson]:
    """Return the lessons of `school` that `can_view_lesson` admits."""
    lessons = Lesson.objects.filter(school=school, removed_at=None)
    if can_see_desk(actor, school):
        return lessons
    return lessons.filter(state__in=PUBLIC_STATES, cycle__programme__is_public=True)


def can_open_handout(actor: Actor, handout: Handout) -> bool:
    """Tell whether `actor` may have the handout: whoever sees the lesson."""
    return can_view_lesson(actor, handout.lesson)


def handouts_visible_to(actor: Actor, school: School) -> QuerySet[Handout]:
    """Return the handouts of `school` that `can_open_handout` admits."""
    return Handout.objects.filter(lesson__in=lessons_visible_to(actor, school))


def can_enrol_herself(actor: Actor, programme: Programme) -> bool:
    """Tell whether `actor` may take a place in the programme without being invited."""
    return isinstance(actor, User) and programme.is_public and programme.enrolment_policy == EnrolmentPolicy.OPEN


def programmes_of(actor: Actor) -> frozenset[int]:
    """Return the programmes, in all schools, in which `actor` has a place."""
    return frozenset(row[0] for row in rows_of(PLACES, [actor.pk])) if isinstance(actor, User) else frozenset()


def programmes_open_to(actor: Actor, school: School) -> QuerySet[Programme]:
    """Return the programmes of `school` that `can_enrol_herself` admits."""
    if not isinstance(actor, User):
        return Programme.objects.none()
    return Programme.objects.filter(school=school, is_public=True, enrolment_policy=EnrolmentPolicy.OPEN)


def enrolments_visible_to(actor: Actor, school: School) -> QuerySet[Enrolment]:
    """Return who takes part in the programmes of `school`, for its desk; her own places for anybody else."""
    enrolments = Enrolment.objects.filter(programme__school=school)
    if can_see_desk(actor, school):
        return enrolments
    return enrolments.filter(user=actor) if isinstance(actor, User) else enrolments.none()


def can_see_enrolment(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether `actor` may know of the enrolment: her own, or at the school's desk."""
    is_own = isinstance(actor, User) and actor.pk == enrolment.user_id
    return is_own or can_see_desk(actor, enrolment.programme.school)
