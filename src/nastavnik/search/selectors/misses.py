"""The desk's list of what was looked for and not found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.search.models import SearchMiss
from nastavnik.search.permissions import can_see_misses, misses_visible_to


@dataclass(frozen=True, slots=True)
class Miss:
    """A text that was looked for in vain, on however many days."""

    text: str
    count: int
    first_on: date
    last_on: date


MISSES = Table[Miss](
    name="searches",
    caption=_("Searches without a hit"),
    columns=(
        Column(
            "text", _("Looked for"), lambda miss: miss.text, order=("text",), link=lambda miss: search_url(miss.text)
        ),
        Column("count", _("Times"), lambda miss: miss.count, order=("count",), is_number=True),
        Column("first", _("First on"), lambda miss: miss.first_on, order=("first_on",)),
        Column("last", _("Last on"), lambda miss: miss.last_on, order=("last_on",)),
    ),
    filters=(Filter("q", _("Search"), keep=lambda miss, text: search_key(text) in miss.text),),
    order="-count",
)


def search_url(text: str) -> str:
    """Return the address that looks for a text: perhaps it is found by now."""
    return f"{reverse('search:search')}?{urlencode({'q': text})}"


def misses_listing(actor: Actor, school: School, params: Mapping[str, str]) -> Listing[Miss]:
    """Return what people of `school` looked for in vain. Raises `PermissionDenied` for who is not of its desk."""
    if not can_see_misses(actor, school):
        raise PermissionDenied
    return MISSES.listing(_by_text(misses_visible_to(actor, school)), params)


def misses_since(school_id: int, day: date) -> list[Miss]:
    """Return what was looked for in vain from a day on, for what the school does by itself: nobody is asked for a right."""
    return _by_text(SearchMiss.objects.filter(school=school_id, day__gte=day))


def _by_text(misses: QuerySet[SearchMiss]) -> list[Miss]:
    rows = misses.values("text").annotate(times=Sum("count"), first_on=Min("day"), last_on=Max("day")).order_by("text")
    return [Miss(row["text"], row["times"], row["first_on"], row["last_on"]) for row in rows]
