"""The collections of a school at its desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school
from nastavnik.publishing.enums import ArticleState, CollectionState
from nastavnik.publishing.models import Article, Collection
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.selectors.lookup import check_desk


@dataclass(frozen=True, slots=True)
class CollectionLine:
    """A collection in a list."""

    title: str
    subtitle: str
    url: str
    state: str
    is_published: bool
    articles: int
    ready: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ListPage:
    """All collections, the newest first."""

    lines: list[CollectionLine]
    can_make: bool


def list_page(actor: Actor, school: School) -> ListPage:
    """Return the collections of a school; two queries. Raises `PermissionDenied`."""
    check_desk(actor, school)
    collections = list(collections_visible_to(actor, school).order_by("-created_at", "-pk"))
    counted = Article.objects.filter(collection__in=collections, removed_at=None).order_by().values("collection")
    rows = counted.annotate(whole=Count("pk"), ready=Count("pk", filter=Q(state=ArticleState.READY)))
    counts = {row["collection"]: (row["whole"], row["ready"]) for row in rows}
    lines = [_line(one, *counts.get(one.pk, (0, 0))) for one in collections]
    return ListPage(lines, can_run_school(actor, school))


def _line(collection: Collection, articles: int, ready: int) -> CollectionLine:
    return CollectionLine(
        title=collection.title,
        subtitle=collection.subtitle,
        url=reverse("publishing:collection", args=[collection.token]),
        state=collection.get_state_display(),
        is_published=collection.state == CollectionState.PUBLISHED,
        articles=articles,
        ready=ready,
        changed_at=collection.changed_at,
    )
