"""Who takes part in a programme, as a table of the desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import Actor, libraries_of, people_of
from nastavnik.programme.models import Enrolment, Programme, School
from nastavnik.programme.permissions import (
    can_enrol_herself,
    can_run_school,
    enrolments_visible_to,
    place_of,
    programmes_visible_to,
)
from nastavnik.programme.selectors.board import programme_at_desk

# People on one page of the form; a network of a region has a thousand.
MOST_SHOWN = 50
# of the number of a branch library
MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class EnrolledDesk:
    """The list of those enrolled."""

    programme: Programme
    listing: Listing[Enrolment]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class EnrolChoice:
    """Whom the methodist may enrol in a programme: those who are ticked, then those who were looked for."""

    programme: Programme
    people: list[User]
    libraries: list[Library]
    # how many more were found than a page can show
    more: int


@dataclass(frozen=True, slots=True)
class EnrolmentPage:
    """A person's own place in a programme; `is_open` tells whether she may take one by herself."""

    programme: Programme
    is_enrolled: bool
    is_open: bool


def enrolled_desk(actor: Actor, school: School, token: str, params: Mapping[str, str]) -> EnrolledDesk:
    """Return the list of those enrolled in a programme. Raises `DoesNotExist` for who is not of the desk."""
    programme = programme_at_desk(actor, school, token)
    enrolments = enrolments_visible_to(actor, school).filter(programme=programme, left_at=None)
    return EnrolledDesk(
        programme=programme,
        listing=_table(programme, libraries_to_choose(school)).listing(
            enrolments.select_related("user__library", "enrolled_by"), params
        ),
        can_edit=can_run_school(actor, school),
    )


def people_to_choose(
    actor: Actor, school: School, token: str, *, words: str = "", ticked: Collection[int] = ()
) -> EnrolChoice:
    """Return the libraries of the network, and people of the school who have no place in the programme, by name.

    Those who are `ticked` (by their numbers) stay, whatever is looked for; besides them `MOST_SHOWN` are shown.
    """
    programme = programme_at_desk(actor, school, token)
    enrolled = Enrolment.objects.filter(programme=programme, left_at=None).values("user")
    people = people_of(place_of(school)).filter(is_active=True).exclude(pk__in=enrolled)
    people = people.select_related("library").order_by("name_key", "pk")
    others = found_by(words, people.exclude(pk__in=ticked))
    shown = list(others[:MOST_SHOWN])
    return EnrolChoice(
        programme=programme,
        people=[*people.filter(pk__in=ticked), *shown],
        libraries=libraries_to_choose(school),
        more=others.count() - len(shown),
    )


def found_by(words: str, people: QuerySet[User]) -> QuerySet[User]:
    """Return those of `people` whose name, or whose library's name, settlement or number, holds `words`."""
    key = search_key(words.replace("№", ""))
    found = Q(name_key__contains=key) | Q(library__name_key__contains=key) | Q(library__settlement_key__contains=key)
    if key.isdecimal() and len(key) <= MOST_DIGITS:
        found |= Q(library__number=int(key))
    return people.filter(found) if key else people


def libraries_to_choose(school: School) -> list[Library]:
    """Return the libraries of the school's network in the order of their numbers."""
    return list(libraries_of(place_of(school)).order_by("kind", "number", "name_key"))


def enrolment_at_desk(actor: Actor, school: School, token: str, person: str) -> Enrolment:
    """Return the place that a person (by her token) has in a programme, for the desk."""
    programme = programme_at_desk(actor, school, token)
    places = Enrolment.objects.filter(programme=programme, left_at=None)
    return places.select_related("user__library", "enrolled_by", "programme").get(user__token=person)


def enrolment_page(actor: Actor, school: School, token: str) -> EnrolmentPage:
    """Return one's own place in a programme that `actor` may see. Raises `Programme.DoesNotExist` for others."""
    programme = programmes_visible_to(actor, school).select_related("school").get(token=token)
    places = Enrolment.objects.filter(programme=programme, left_at=None, user__pk=actor.pk or 0)
    return EnrolmentPage(programme=programme, is_enrolled=places.exists(), is_open=can_enrol_herself(actor, programme))


def _table(programme: Programme, libraries: list[Library]) -> Table[Enrolment]:
    return Table(
        name="enrolled",
        caption=_("Enrolled"),
        columns=(
            Column(
                "name",
                _("Name"),
                lambda row: row.user.full_name,
                order=("user__name_key",),
                link=lambda row: reverse("programme:place", args=[programme.token, row.user.token]),
            ),
            Column("position", _("Position"), lambda row: row.user.position),
            Column(
                "library",
                _("Library"),
                lambda row: row.user.library.label if row.user.library else "",
                order=("user__library__kind", "user__library__number", "user__library__name_key"),
            ),
            Column("email", _("E-mail"), lambda row: row.user.email, order=("user__email",)),
            Column("enrolled", _("Since"), lambda row: row.enrolled_at, order=("enrolled_at",)),
            Column("by", _("How"), how),
        ),
        filters=(
            Filter("q", _("Name or e-mail"), query=_words),
            Filter(
                "library",
                _("Library"),
                query=lambda token: Q(user__library__token=token),
                choices=tuple((library.token, library.label) for library in libraries),
            ),
        ),
        order="name",
    )


def _words(text: str) -> Q:
    return Q(user__name_key__contains=search_key(text)) | Q(user__email__contains=text.lower())


def how(row: Enrolment) -> str:
    """Say who enrolled the person."""
    if row.enrolled_by is None or row.enrolled_by_id == row.user_id:
        return str(_("by herself")) if row.enrolled_by_id else ""
    return str(row.enrolled_by)
