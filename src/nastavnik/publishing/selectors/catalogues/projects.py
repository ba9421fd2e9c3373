"""Projects of contests as catalogues know them: what the gallery shows, while its authors let it."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from nastavnik.contest.models import GalleryEntry
from nastavnik.contest.permissions import contests_visible_to
from nastavnik.contest.selectors.results.public import named_authors
from nastavnik.programme.models import School
from nastavnik.publishing.records.names import Person, signed
from nastavnik.publishing.records.work import Work, WorkKind
from nastavnik.publishing.selectors.articles.sources import ideas_shown
from nastavnik.publishing.selectors.reading.addresses import whole_address

SUBTITLE = "проект"


def projects_told(school: School, now: datetime) -> QuerySet[GalleryEntry]:
    """Return the entries of the gallery that have a record: of contests that everybody sees."""
    return ideas_shown(school).filter(application__contest__in=contests_visible_to(AnonymousUser(), school, now))


def project_works(school: School, keys: Collection[str], now: datetime) -> dict[str, Work]:
    """Return projects by the tokens of their applications, those that have a record among `keys`; two queries. The owner is joined."""
    told = projects_told(school, now).filter(application__token__in=keys)
    rows = list(told.select_related("application__contest", "application__library"))
    if not rows:
        return {}
    contest = rows[0].application.contest
    contest.school = school
    # consents are given to a school: whichever of its contests asks, the answer is the same
    named = named_authors(contest, [row.application_id for row in rows if row.names_authors])
    return {row.application.token: _work(school, row, named.get(row.application_id, [])) for row in rows}


def _work(school: School, row: GalleryEntry, names: list[str]) -> Work:
    application, contest = row.application, row.application.contest
    authors = tuple(Person.read(name) for name in names)
    library = application.library.name if application.library else ""
    released_at = contest.released_at or row.changed_at
    return Work(
        key=application.token,
        changed_at=row.changed_at,
        made_at=released_at,
        kind=WorkKind.DOCUMENT,
        title=application.title,
        subtitle=SUBTITLE,
        source=str(school.owner),
        answers=tuple(one for one in (signed(authors), library) if one),
        authors=authors,
        organisation=library,
        publisher=str(school.owner),
        year=localtime(released_at, school.zone).year,
        annotation=row.summary,
        url=whole_address(school, reverse("contest:gallery", args=[contest.slug])),
        part_of=contest.title,
    )
