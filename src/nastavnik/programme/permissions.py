"""Who may see and change the programme. Closed by default."""

from django.db.models import Q, QuerySet

from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.permissions import Actor, has_role
from nastavnik.programme.enums import PUBLIC_STATES
from nastavnik.programme.models import Lesson, Programme, School


def place_of(school: School) -> Place:
    """Return the place in which the school's roles are held."""
    return Place(PlaceKind.SCHOOL, school.pk)


def can_run_school(actor: Actor, school: School) -> bool:
    """Tell whether `actor` is a methodist of `school`: may plan, publish, invite and configure."""
    return has_role(actor, place_of(school), Role.METHODIST)


def can_see_desk(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may open the desk: methodists work there, the director looks."""
    return has_role(actor, place_of(school), Role.METHODIST, Role.DIRECTOR)


def can_view_lesson(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may open the lesson's page; drafts and closed programmes are for the school's desk."""
    if can_see_desk(actor, lesson.school):
        return True
    return lesson.state in PUBLIC_STATES and lesson.cycle.programme.is_public


def lessons_visible_to(actor: Actor, school: School) -> QuerySet[Lesson]:
    """Return the lessons of `school` that `can_view_lesson` admits."""
    lessons = Lesson.objects.filter(school=school)
    if can_see_desk(actor, school):
        return lessons
    return lessons.filter(Q(state__in=PUBLIC_STATES), cycle__programme__is_public=True)


def programmes_visible_to(actor: Actor, school: School) -> QuerySet[Programme]:
    """Return the programmes of `school` that `actor` may see."""
    programmes = Programme.objects.filter(school=school)
    return programmes if can_see_desk(actor, school) else programmes.filter(is_public=True)
