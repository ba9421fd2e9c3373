"""Speakers of a school: the table of the desk, and the choices of their form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.models import Organisation, User
from nastavnik.people.permissions import Actor, people_of
from nastavnik.programme.models import School, Speaker
from nastavnik.programme.permissions import can_run_school, can_see_desk, place_of
from nastavnik.programme.selectors.schools import organisations_to_choose


def _lesson_count(speaker: Any) -> int:
    """Return the number that `speakers_desk` has counted beside the row."""
    return int(speaker.lessons)


SPEAKERS: Table[Speaker] = Table(
    name="speakers",
    caption=_("Speakers"),
    columns=(
        Column(
            "name",
            _("Name"),
            lambda speaker: speaker.name,
            order=("name_key",),
            link=lambda speaker: reverse("programme:speaker", args=[speaker.token]),
        ),
        Column("position", _("Position"), lambda speaker: speaker.position),
        Column("organisation", _("Organisation"), lambda speaker: str(speaker.organisation or "")),
        Column("account", _("Account"), lambda speaker: speaker.user.email if speaker.user else ""),
        Column("lessons", _("Lessons"), _lesson_count, order=("lessons",), is_number=True),
    ),
    filters=(Filter("q", _("Name"), query=lambda text: Q(name_key__contains=search_key(text))),),
    order="name",
)


@dataclass(frozen=True, slots=True)
class SpeakersDesk:
    """The table of speakers."""

    listing: Listing[Speaker]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """Which organisations and accounts a speaker may have."""

    organisations: list[Organisation]
    people: list[User]


def speakers_desk(actor: Actor, school: School, params: Mapping[str, str]) -> SpeakersDesk:
    """Return the speakers for the desk, with the number of lessons each stands in.

    Raises `School.DoesNotExist` for who is not of the desk.
    """
    speakers = speakers_at_desk(actor, school).annotate(
        lessons=Count("lessonspeaker", filter=Q(lessonspeaker__lesson__removed_at=None))
    )
    return SpeakersDesk(listing=SPEAKERS.listing(speakers, params), can_edit=can_run_school(actor, school))


def speaker_at_desk(actor: Actor, school: School, token: str) -> Speaker:
    """Return a speaker of the school, for the desk."""
    return speakers_at_desk(actor, school).get(token=token)


def speakers_at_desk(actor: Actor, school: School) -> QuerySet[Speaker]:
    """Return the speakers of the school. Raises `School.DoesNotExist` for who is not of the desk."""
    if not can_see_desk(actor, school):
        raise School.DoesNotExist
    return Speaker.objects.filter(school=school).select_related("organisation", "user")


def speakers_to_choose(school: School) -> list[Speaker]:
    """Return the speakers of the school by name, with their organisations."""
    return list(Speaker.objects.filter(school=school).select_related("organisation").order_by("name_key", "pk"))


def speaker_choice(school: School) -> SpeakerChoice:
    """Return what the form of a speaker offers."""
    people = people_of(place_of(school)).filter(is_active=True).order_by("name_key", "pk")
    return SpeakerChoice(organisations=organisations_to_choose(school), people=list(people))


def speaker_typed(speaker: Speaker) -> dict[str, Any]:
    """Return a speaker as the form holds her."""
    return {
        "name": speaker.name,
        "position": speaker.position,
        "organisation": speaker.organisation_id or "",
        "user": speaker.user_id or "",
    }
