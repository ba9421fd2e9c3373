"""Whole addresses of pages, for paper and files that leave the school; the same whoever asks, and from wherever."""

from django.urls import get_script_prefix, reverse

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import lesson_url
from nastavnik.publishing.models import FormerAddress
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.video.models import Video


def whole_address(school: School, path: str) -> str:
    """Return the whole address of a path as `reverse` gives it, in a request to the school or in the background."""
    return f"{school.base_url}/{path.removeprefix(get_script_prefix())}"


def path_in_school(school: School, path: str) -> str:
    """Return a path as browsers of the school ask for it, whether it was made in a request or in the background."""
    root = f"/{school.path}/" if school.path else "/"
    return f"{root}{path.removeprefix(get_script_prefix())}"


def share_address(school: School, slug: str) -> str:
    """Return the address of the card that other sites show beside a link to a collection; the portal draws it."""
    return f"{school.base_url}/cards/collections/{slug}.png"


def address_now(actor: Actor, school: School, slug: str) -> str:
    """Return the address that a collection has instead of this one, to who may read it; empty when it never had it, or has it still."""
    seen = collections_visible_to(actor, school)
    if seen.filter(slug=slug).exists():
        return ""
    former = FormerAddress.objects.filter(school=school, slug=slug, collection__in=seen)
    return former.values_list("collection__slug", flat=True).first() or ""


def film_address(school: School, video: Video) -> str:
    """Return the address of a film's page, its lesson joined, with `{seconds}` in the place of the moment."""
    path = lesson_url(video.lesson.slug) if video.lesson else reverse("video:watch", args=[video.token])
    return f"{whole_address(school, path)}?t={{seconds}}"


def link_in_notice(school: School, path: str) -> str:
    """Return the address of a page as notices keep it: see `School.address_of`."""
    return school.address_of(f"/{path.removeprefix(get_script_prefix())}")
