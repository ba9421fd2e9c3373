"""Which films the school has for everybody."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from nastavnik.programme.models import School
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_visible_to


def films_for_all(school: School) -> QuerySet[Video]:
    """Return the films of lessons that anybody may watch."""
    return videos_visible_to(AnonymousUser(), school).exclude(build="")
