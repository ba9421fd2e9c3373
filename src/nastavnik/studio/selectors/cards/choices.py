"""What a card may name: who makes films, cycles that lessons go into, films that stand in no lesson yet, speakers."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Cycle, Programme, School, Speaker
from nastavnik.programme.permissions import place_of
from nastavnik.video.models import Video

MAKERS = (Role.METHODIST, Role.DIRECTOR, Role.MENTOR)
FILMS_OFFERED = 200
OVER = (LessonState.HELD, LessonState.CANCELLED)


def owners_of(school: School) -> QuerySet[User]:
    """Return who may make films of a school: its desk, its mentors, and speakers who have an account."""
    place = place_of(school)
    roles = RoleAssignment.objects.filter(
        user=OuterRef("pk"), place_kind=place.kind, place_id=place.id, role__in=MAKERS
    )
    speakers = Speaker.objects.filter(school=school, user=OuterRef("pk"))
    people = User.objects.filter(Exists(roles) | Exists(speakers), is_active=True, erased_at=None)
    return people.order_by("name_key", "pk")


def owners_with(school: School, owner_id: int | None) -> QuerySet[User]:
    """Return the same, and who makes a card already though she has left since: a form keeps what stands in it."""
    owners = owners_of(school)
    return owners if owner_id is None else owners | User.objects.filter(pk=owner_id).order_by("name_key", "pk")


def cycles_of(school: School, today: date) -> list[Cycle]:
    """Return the cycles into which lessons still go, the nearest first: of programmes that are not over, else of the newest."""
    programmes = Programme.objects.filter(school=school)
    open_ones = programmes.filter(ends_on__gte=today)
    newest = programmes.order_by("-starts_on", "-pk").values("pk")[:1]
    cycles = Cycle.objects.filter(Q(programme__in=open_ones) | Q(programme__in=newest), removed_at=None)
    return list(cycles.select_related("programme").order_by("programme__starts_on", "programme", "position", "pk"))


def next_cycle(school: School, today: date) -> Cycle | None:
    """Return the cycle that comes next: the first whose lessons are not all over, else the last; None without any."""
    cycles = cycles_of(school, today)
    planned = Q(lesson__removed_at=None)
    counted = Cycle.objects.filter(pk__in=[cycle.pk for cycle in cycles]).annotate(
        lessons=Count("lesson", filter=planned), over=Count("lesson", filter=planned & Q(lesson__state__in=OVER))
    )
    is_over = {pk: 0 < lessons == over for pk, lessons, over in counted.values_list("pk", "lessons", "over")}
    return next((cycle for cycle in cycles if not is_over[cycle.pk]), cycles[-1] if cycles else None)


def films_to_choose(school: School, chosen: int | None) -> list[Video]:
    """Return the newest films of a school that stand in no lesson, and the one that is chosen already."""
    films = Video.objects.filter(school=school).filter(Q(lesson=None, removed_at=None) | Q(pk=chosen))
    return list(films.order_by("-created_at", "-pk")[:FILMS_OFFERED])


def check_owner(school: School, owner: User | None) -> None:
    """Raise `User.DoesNotExist` for somebody who makes no films of a school."""
    if owner is not None:
        owners_of(school).get(pk=owner.pk)


def check_cycle(school: School, cycle_id: int) -> None:
    """Raise `Cycle.DoesNotExist` for a cycle of another school, or a removed one."""
    Cycle.objects.get(pk=cycle_id, programme__school=school, removed_at=None)


def check_film(school: School, video_id: int) -> None:
    """Raise `Video.DoesNotExist` for a film of another school, a removed one, or one that stands in a lesson."""
    Video.objects.get(pk=video_id, school=school, removed_at=None, lesson=None)


def check_speakers(school: School, ids: Collection[int]) -> None:
    """Raise `Speaker.DoesNotExist` unless all are speakers of a school."""
    if Speaker.objects.filter(school=school, pk__in=ids).count() != len(ids):
        raise Speaker.DoesNotExist
