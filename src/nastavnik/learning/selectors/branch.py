"""The people of a branch, and how far each is, for its head."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.learning.models import Standing
from nastavnik.learning.permissions import libraries_headed_by
from nastavnik.learning.selectors.people import Choice, held_lessons, share_of
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import Actor, people_of, roles_of
from nastavnik.programme.models import Enrolment, Programme, School
from nastavnik.programme.permissions import place_of, programmes_visible_to

Row = TypeVar("Row", Library, Programme)


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """Somebody of a library, and how far she is in the programme; nothing where she takes no part."""

    person: User
    is_enrolled: bool
    lessons: int
    hours: Decimal
    percent: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The people of a branch, for its head."""

    library: Library
    programme: Programme | None
    # lessons of it that were held
    held: int
    listing: Listing[ColleagueRow]
    # the other libraries that she heads, and the other programmes
    libraries: list[Choice]
    programmes: list[Choice]


def heads_a_library(actor: Actor) -> bool:
    """Tell whether `actor` heads a library anywhere, so that a page offers the way there."""
    return any(role is Role.HEAD and place.kind is PlaceKind.LIBRARY for role, place in roles_of(actor))


STATES = (("behind", _("Less than a half counts")), ("done", _("All counts")), ("out", _("Not enrolled")))
KEEP_STATE: dict[str, Callable[[ColleagueRow], bool]] = {
    "behind": lambda row: row.is_enrolled and 2 * row.percent < 100,  # noqa: PLR2004 -- a half of a hundred
    "done": lambda row: row.percent == 100,  # noqa: PLR2004 -- all of it
    "out": lambda row: not row.is_enrolled,
}

COLLEAGUES: Table[ColleagueRow] = Table(
    name="library",
    caption=_("People of the library"),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda row: row.person.full_name,
            order=("name",),
            link=lambda row: reverse("learning:colleague", args=[row.person.token]),
        ),
        Column("position", _("Position"), lambda row: row.person.position, order=("position",)),
        Column(
            "lessons",
            _("Lessons that count"),
            lambda row: row.lessons if row.is_enrolled else None,
            order=("lessons",),
            is_number=True,
        ),
        Column(
            "percent",
            _("Of those held, %"),
            lambda row: row.percent if row.is_enrolled else None,
            order=("percent",),
            is_number=True,
        ),
        Column(
            "hours",
            _("Academic hours"),
            lambda row: row.hours if row.is_enrolled else None,
            order=("hours",),
            is_number=True,
        ),
        Column("last", _("Last counted"), lambda row: row.last_at, order=("last",)),
        Column("enrolled", _("Enrolled"), lambda row: _("yes") if row.is_enrolled else _("no"), order=("enrolled",)),
    ),
    filters=(
        Filter("q", _("Name"), keep=lambda row, text: search_key(text) in row.person.name_key),
        Filter("state", _("How far"), keep=lambda row, state: KEEP_STATE[state](row), choices=STATES),
    ),
    order="name",
)


def library_page(
    actor: Actor, school: School, params: Mapping[str, str], library_token: str = "", programme_token: str = ""
) -> LibraryPage:
    """Return the people of a library that `actor` heads, and how far each is in a programme.

    Without tokens the first of her libraries, and the newest programme. Raises `Library.DoesNotExist` for who does not
    head it, `Programme.DoesNotExist` for one that is not shown to her.
    """
    libraries = list(libraries_headed_by(actor, school).order_by("number", "name_key", "pk"))
    library = _chosen(libraries, library_token, Library.DoesNotExist)
    if library is None:
        raise Library.DoesNotExist
    programmes = list(programmes_visible_to(actor, school).filter(is_public=True).order_by("-starts_on", "-pk"))
    programme = _chosen(programmes, programme_token, Programme.DoesNotExist)
    held = held_lessons(programme) if programme is not None else 0
    return LibraryPage(
        library=library,
        programme=programme,
        held=held,
        listing=COLLEAGUES.listing(_colleagues(library, school, programme, held), params),
        libraries=[
            Choice(reverse("learning:one_library", args=[one.token]), one.label, one == library) for one in libraries
        ],
        programmes=[
            Choice(reverse("learning:library_year", args=[library.token, one.token]), one.title, one == programme)
            for one in programmes
        ],
    )


def _chosen(rows: list[Row], token: str, missing: type[Exception]) -> Row | None:
    """Return the row with this token, or the first when none is asked for. Raises `missing`."""
    if not token:
        return next(iter(rows), None)
    found = next((row for row in rows if row.token == token), None)
    if found is None:
        raise missing
    return found


def _colleagues(library: Library, school: School, programme: Programme | None, held: int) -> list[ColleagueRow]:
    """Return the people of a library with how far each is; three queries."""
    people = people_of(place_of(school)).filter(library=library, is_active=True).order_by("name_key", "pk")
    is_ours = Q(user__library=library, programme=programme)
    enrolled = set(Enrolment.objects.filter(is_ours, left_at=None).values_list("user_id", flat=True))
    standings = {one.user_id: one for one in Standing.objects.filter(is_ours)}
    nothing = Standing()
    return [
        ColleagueRow(
            person=person,
            is_enrolled=person.pk in enrolled,
            lessons=standing.lessons,
            hours=Decimal(standing.hours),
            percent=share_of(standing.lessons, held),
            last_at=standing.last_at,
        )
        for person in people
        for standing in [standings.get(person.pk, nothing)]
    ]
