"""The imprint of a collection: what was typed, what it lacks, what the school knows already."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from nastavnik.programme.models import School
from nastavnik.publishing.models import Collection
from nastavnik.publishing.records import typed
from nastavnik.publishing.records.checks import Gap, gaps_of
from nastavnik.publishing.records.imprint import Imprint


def imprint_of(collection: Collection) -> Imprint:
    """Return the imprint of a collection as records and the press read it."""
    words = {"title": collection.title, "subtitle": collection.subtitle, "annotation": collection.annotation}
    return typed.imprint_of(collection.imprint, **words)


def gaps_in(collection: Collection) -> tuple[Gap, ...]:
    """Return what the imprint of a collection lacks."""
    return gaps_of(imprint_of(collection))


def first_typed(school: School, now: datetime) -> dict[str, Any]:
    """Return what stands in the form of an imprint that nobody has filled in yet; one query."""
    owner = school.owner
    return {
        "form": "print",
        "purpose": "practical",
        "publisher_name": owner.short_name,
        "publisher_full_name": owner.name,
        "publisher_site": owner.site,
        "organisation": owner.name,
        "copyright_holders": owner.short_name,
        "year": localtime(now, school.zone).year,
    }
