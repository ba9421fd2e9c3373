"""Who sees what was looked for in vain. What may be found is asked of `programme` and `video`: see `selectors.scope`."""

from django.db.models import QuerySet

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.search.models import SearchMiss


def can_see_misses(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see what people looked for in vain: the school's desk, for the themes to come."""
    return can_see_desk(actor, school)


def misses_visible_to(actor: Actor, school: School) -> QuerySet[SearchMiss]:
    """Return the searches without a hit that `can_see_misses` admits."""
    misses = SearchMiss.objects.filter(school=school)
    return misses if can_see_misses(actor, school) else misses.none()
