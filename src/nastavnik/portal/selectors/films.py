"""How many films the school has for everybody."""

from django.contrib.auth.models import AnonymousUser

from nastavnik.programme.models import School
from nastavnik.video.permissions import videos_visible_to


def count_films(school: School) -> int:
    """Return how many films of lessons anybody may watch."""
    return videos_visible_to(AnonymousUser(), school).exclude(build="").count()
