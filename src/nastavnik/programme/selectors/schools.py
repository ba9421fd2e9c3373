"""Which school answers, and what its settings page shows."""

import hashlib
import time
from dataclasses import dataclass
from typing import Any

from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor, organisations_of
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import ACCENT_DARK, ACCENT_LIGHT, Partner, School
from nastavnik.programme.permissions import can_run_school, place_of

FRESH_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Directory:
    """All schools of the installation as they were a moment ago."""

    schools: tuple[School, ...]
    until: float

    def at_host(self, host: str) -> School | None:
        """Return the school of a host name without its port."""
        return next((school for school in self.schools if school.host and school.host == host), None)

    def at_path(self, word: str) -> School | None:
        """Return the school of the first word of a path, on the installation's own host."""
        return next((school for school in self.schools if school.path and school.path == word), None)

    def default(self) -> School | None:
        """Return the school without an address of its own; the only school answers everywhere."""
        if len(self.schools) == 1:
            return self.schools[0]
        return next((school for school in self.schools if not school.host and not school.path), None)


_kept: list[Directory] = []


def directory() -> Directory:
    """Return the schools; asked from the database once in `FRESH_SECONDS`."""
    if not _kept or _kept[-1].until <= time.monotonic():
        schools = tuple(School.objects.select_related("owner").order_by("pk"))
        _kept[:] = [Directory(schools=schools, until=time.monotonic() + FRESH_SECONDS)]
    return _kept[-1]


def forget_schools() -> None:
    """Ask the database at the next request: a school was changed in this process."""
    _kept.clear()


def accents_mark(school: School) -> str:
    """Return a mark of the school's colours for the address of its style sheet; nothing for the usual ones."""
    if (school.accent_light, school.accent_dark) == (ACCENT_LIGHT, ACCENT_DARK):
        return ""
    return hashlib.blake2b(f"{school.accent_light}{school.accent_dark}".encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class SchoolSettings:
    """A school as its settings page needs it."""

    school: School
    partners: list[Organisation]
    # of the school's network: who may own it or become a partner
    organisations: list[Organisation]

    @property
    def not_yet_partners(self) -> list[Organisation]:
        """Return the organisations that may become partners."""
        return [organisation for organisation in self.organisations if organisation not in self.partners]

    @property
    def typed(self) -> dict[str, Any]:
        """Return the settings as the form holds them."""
        names = ("title", "motto", "about", "time_zone", "accent_light", "accent_dark", "version")
        texts = {f"tab_{tab}": self.school.tab_texts.get(tab.value, "") for tab in Tab}
        return {**{name: getattr(self.school, name) for name in names}, "owner": self.school.owner_id, **texts}

    def partner(self, token: str) -> Organisation:
        """Return a partner. Raises `Organisation.DoesNotExist`."""
        found = next((partner for partner in self.partners if partner.token == token), None)
        if found is None:
            raise Organisation.DoesNotExist
        return found


def school_settings(actor: Actor, school: School) -> SchoolSettings:
    """Return the settings of `school` for its methodist; to others they do not exist."""
    if not can_run_school(actor, school):
        raise School.DoesNotExist
    return SchoolSettings(
        school=School.objects.select_related("owner").get(pk=school.pk),
        partners=partners_of(school),
        organisations=organisations_to_choose(school),
    )


def partners_of(school: School) -> list[Organisation]:
    """Return the school's partners in their order."""
    partners = Partner.objects.filter(school=school).select_related("organisation").order_by("position", "pk")
    return [partner.organisation for partner in partners]


def organisations_to_choose(school: School) -> list[Organisation]:
    """Return the organisations of the school's network, by name."""
    return list(organisations_of(place_of(school)).order_by("name_key", "pk"))
