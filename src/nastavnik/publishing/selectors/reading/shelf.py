"""The collections of a school as a shelf."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import School
from nastavnik.programme.selectors import programme_url
from nastavnik.publishing.enums import COVER_PICTURE, CollectionState
from nastavnik.publishing.models import Collection, PressedFile
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.selectors.collections.imprint import imprint_of
from nastavnik.publishing.selectors.reading.addresses import whole_address


@dataclass(frozen=True, slots=True)
class BookCard:
    """A collection on the shelf; without a cover its title stands in the place of one."""

    title: str
    subtitle: str
    annotation: str
    url: str
    cover_url: str
    design: str
    # who publishes it, and in which year
    mark: tuple[str, ...]
    is_published: bool


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """The tab of the collections. `catalogue_url`: what a reading program is given, whole."""

    title: str
    lead: str
    programme_url: str
    catalogue_url: str
    cards: tuple[BookCard, ...]


def shelf_page(actor: Actor, school: School, lead: str) -> ShelfPage:
    """Return the collections that `actor` may read, the newest first; one query. The methodist's own words outrank `lead`."""
    covers = PressedFile.objects.filter(run__collection=OuterRef("pk"), form=COVER_PICTURE)
    rows = collections_visible_to(actor, school).annotate(has_cover=Exists(covers))
    return ShelfPage(
        title=str(Tab.COLLECTION.label),
        lead=school.tab_texts.get(Tab.COLLECTION.value) or lead,
        programme_url=programme_url(),
        catalogue_url=whole_address(school, reverse("publishing:opds")),
        cards=tuple(_card(row, has_cover=row.has_cover) for row in rows.order_by("-published_at", "-pk")),
    )


def public_paths(school: School) -> list[str]:
    """Return the addresses of the collections that everybody may read; one query."""
    rows = collections_visible_to(AnonymousUser(), school).order_by("pk")
    return [reverse("publishing:book", args=[slug]) for slug in rows.values_list("slug", flat=True)]


def _card(row: Collection, *, has_cover: bool) -> BookCard:
    imprint = imprint_of(row)
    return BookCard(
        title=row.title,
        subtitle=row.subtitle,
        annotation=row.annotation,
        url=reverse("publishing:book", args=[row.slug]),
        cover_url=reverse("publishing:cover", args=[row.slug]) if has_cover else "",
        design=row.design,
        mark=tuple(one for one in (imprint.publisher.name, str(imprint.year or "")) if one),
        is_published=row.state == CollectionState.PUBLISHED,
    )
