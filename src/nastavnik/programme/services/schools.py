"""Making a school and changing its settings and partners."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor
from nastavnik.people.services.places import join_network
from nastavnik.programme.enums import RESERVED_PATHS, Tab
from nastavnik.programme.events import SchoolChanged
from nastavnik.programme.models import ACCENT_DARK, ACCENT_LIGHT, Partner, School
from nastavnik.programme.permissions import can_create_school, can_run_school, place_of
from nastavnik.programme.services.accents import is_readable
from nastavnik.programme.services.refusals import (
    ChangedMeanwhile,
    PaleAccent,
    PathReserved,
    SchoolAddressTaken,
    SlugTaken,
)


@transaction.atomic
def create_school(
    *,
    actor: Actor,
    slug: str,
    title: str,
    owner: Organisation,
    now: datetime,
    motto: str = "",
    about: str = "",
    host: str = "",
    path: str = "",
    time_zone: str = "Europe/Moscow",
    tab_texts: Mapping[str, str] | None = None,
    is_demo: bool = False,
) -> School:
    """Make a school; for the operator and, as `SYSTEM`, the command line. Its owner joins its network.

    Raises `SlugTaken`, `SchoolAddressTaken`, `PathReserved`.
    """
    if not can_create_school(actor):
        raise PermissionDenied
    if School.objects.filter(slug=slug).exists():
        raise SlugTaken
    school = School(slug=slug, title=title, owner=owner, motto=motto, about=about, created_at=now)
    school.host, school.path, school.time_zone = host.lower(), path, time_zone
    school.tab_texts, school.is_demo = _known_tabs(tab_texts or {}), is_demo
    _write(school)
    join_network(place=place_of(school), organisation=owner)
    journal.record(actor=actor, verb="school_made", subject=school, now=now)
    publish(SchoolChanged(school_id=school.pk))
    return school


@transaction.atomic
def change_school(
    *,
    actor: Actor,
    school_id: int,
    version: int,
    now: datetime,
    title: str,
    motto: str,
    about: str,
    owner: Organisation,
    time_zone: str,
    tab_texts: Mapping[str, str],
    accent_light: str = ACCENT_LIGHT,
    accent_dark: str = ACCENT_DARK,
) -> School:
    """Change the settings that a methodist may change; host name and path are the operator's.

    Raises `ChangedMeanwhile` when `version` is not the school's any more, `PaleAccent`.
    """
    school = locked_school(actor, school_id)
    if school.version != version:
        raise ChangedMeanwhile
    if not (is_readable(accent_light, "light") and is_readable(accent_dark, "dark")):
        raise PaleAccent
    fields: dict[str, object] = {
        "title": title,
        "motto": motto,
        "about": about,
        "owner": owner,
        "time_zone": time_zone,
        "tab_texts": _known_tabs(tab_texts),
        "accent_light": accent_light.lower(),
        "accent_dark": accent_dark.lower(),
    }
    changed = sorted(name for name, value in fields.items() if getattr(school, name) != value)
    if not changed:
        return school
    for name in changed:
        setattr(school, name, fields[name])
    school.version += 1
    school.save(update_fields=[*changed, "version"])
    join_network(place=place_of(school), organisation=owner)
    journal.record(actor=actor, verb="school_changed", subject=school, now=now, fields=changed)
    publish(SchoolChanged(school_id=school.pk))
    return school


@transaction.atomic
def set_school_address(*, actor: Actor, school_id: int, host: str, path: str, now: datetime) -> School:
    """Say at which host name or path the school answers; for the operator.

    Raises `SchoolAddressTaken`, `PathReserved`.
    """
    if not can_create_school(actor):
        raise PermissionDenied
    school = School.objects.select_for_update(of=("self",)).get(pk=school_id)
    school.host, school.path = host.lower(), path
    _write(school)
    journal.record(actor=actor, verb="school_address_changed", subject=school, now=now, host=host, path=path)
    publish(SchoolChanged(school_id=school.pk))
    return school


@transaction.atomic
def add_partner(*, actor: Actor, school_id: int, organisation: Organisation, now: datetime) -> Partner:
    """Count an organisation among the school's partners and to its network; one that is a partner already stays."""
    school = locked_school(actor, school_id)
    count = Partner.objects.filter(school=school).count()
    partner, is_new = Partner.objects.get_or_create(
        school=school, organisation=organisation, defaults={"position": count + 1}
    )
    if is_new:
        join_network(place=place_of(school), organisation=organisation)
        journal.record(actor=actor, verb="partner_added", subject=school, now=now, partner=str(organisation))
        publish(SchoolChanged(school_id=school.pk))
    return partner


@transaction.atomic
def remove_partner(*, actor: Actor, school_id: int, organisation_id: int, now: datetime) -> None:
    """Take an organisation off the school's partners; lessons made with it keep it."""
    school = locked_school(actor, school_id)
    partner = Partner.objects.select_related("organisation").get(school=school, organisation_id=organisation_id)
    partner.delete()
    journal.record(actor=actor, verb="partner_removed", subject=school, now=now, partner=str(partner.organisation))
    publish(SchoolChanged(school_id=school.pk))


def locked_school(actor: Actor, school_id: int) -> School:
    """Return the school locked for a change by `actor`."""
    school = School.objects.select_for_update(of=("self",)).get(pk=school_id)
    if not can_run_school(actor, school):
        raise PermissionDenied
    return school


def _write(school: School) -> None:
    """Save a school whose host name or path may be another's. Raises `PathReserved`, `SchoolAddressTaken`."""
    if school.path in RESERVED_PATHS:
        raise PathReserved
    try:
        with transaction.atomic():
            school.save()
    except IntegrityError as error:
        raise SchoolAddressTaken from error


def _known_tabs(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of the tabs we have, without empty ones."""
    return {tab.value: texts[tab.value].strip() for tab in Tab if texts.get(tab.value, "").strip()}
