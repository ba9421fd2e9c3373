"""Who may see and do what in learning. Closed by default."""

from django.db.models import QuerySet

from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import Actor, libraries_of, people_of, roles_of
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import can_run_school, can_see_desk, can_view_lesson, place_of

# --- completion, attendance, surveys ---------------------------------------------------------------------------------


def can_set_rule(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may say when a lesson counts, and note who attended it: a methodist."""
    return can_run_school(actor, lesson.school)


def can_see_progress(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see how far everybody in the school is: methodists work there, directors look."""
    return can_see_desk(actor, school)


def can_check_in(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may say who sits at her screen: whoever has an account and may open the lesson."""
    return isinstance(actor, User) and actor.is_active and can_view_lesson(actor, lesson)


def libraries_headed_by(actor: Actor, school: School) -> QuerySet[Library]:
    """Return the libraries of the school's network whose head `actor` is."""
    held = [place.id for role, place in roles_of(actor) if role is Role.HEAD and place.kind is PlaceKind.LIBRARY]
    return libraries_of(place_of(school)).filter(pk__in=held) if held else Library.objects.none()


def can_see_progress_of(actor: Actor, person: User, school: School) -> bool:
    """Tell whether `actor` may see how far `person` is: she herself, the desk, the head of her library."""
    if isinstance(actor, User) and actor.pk == person.pk:
        return True
    if can_see_progress(actor, school):
        return True
    return person.library_id is not None and libraries_headed_by(actor, school).filter(pk=person.library_id).exists()


def learners_visible_to(actor: Actor, school: School) -> QuerySet[User]:
    """Return the people of the school whom `can_see_progress_of` admits."""
    people = people_of(place_of(school))
    if can_see_progress(actor, school):
        return people
    if not isinstance(actor, User):
        return people.none()
    own = people.filter(pk=actor.pk)
    headed = list(libraries_headed_by(actor, school).values_list("pk", flat=True))
    return own | people.filter(library__in=headed) if headed else own
