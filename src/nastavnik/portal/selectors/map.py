"""What search engines are told of: every page a guest may open."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from nastavnik.contest.selectors.public import public_paths
from nastavnik.mentoring.permissions import public_answers_visible_to
from nastavnik.mentoring.selectors.public.pages import public_url
from nastavnik.portal.selectors.heads import absolute
from nastavnik.portal.selectors.navigation import TAB_VIEWS
from nastavnik.programme.models import School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.programme.selectors import lesson_url
from nastavnik.publishing.selectors.reading.shelf import public_paths as collection_paths


@dataclass(frozen=True, slots=True)
class SitePage:
    """The whole address of a page, and when it was changed last if that is known."""

    url: str
    changed_at: datetime | None = None


def site_map(school: School, now: datetime) -> list[SitePage]:
    """Return the pages of the school that are open to everybody at `now`."""
    guest = AnonymousUser()
    lessons = lessons_visible_to(guest, school).order_by("pk").values_list("slug", "updated_at")
    answers = public_answers_visible_to(guest, school).order_by("pk").values_list("token", "published_at")
    return [
        *(SitePage(absolute(school, reverse(view))) for view in ("portal:home", *TAB_VIEWS.values())),
        *(SitePage(absolute(school, lesson_url(slug)), changed_at) for slug, changed_at in lessons),
        *(SitePage(absolute(school, public_url(token)), published_at) for token, published_at in answers),
        *(SitePage(absolute(school, path), changed_at) for path, changed_at in public_paths(school, now)),
        *(SitePage(absolute(school, path)) for path in collection_paths(school)),
    ]
