"""The page on which the secretary begins an application that came on paper."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.contest.models import Contest
from nastavnik.contest.permissions import libraries_applied_for_by
from nastavnik.contest.selectors.applications.lookup import contest_kept
from nastavnik.contest.selectors.setup import DirectionRead, directions_of
from nastavnik.people.models import User
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What can be chosen of an application that came on paper."""

    contest: Contest
    libraries: list[tuple[int, str]]
    directions: list[DirectionRead]
    # this moment by the school's clock, as it stands on the wall
    received_at: datetime
    register_url: str


def paper_page(actor: User, school: School, token: str, now: datetime) -> PaperPage:
    """Return the page to whoever keeps the register. Raises `Contest.DoesNotExist`."""
    contest = contest_kept(actor, school, token)
    libraries = libraries_applied_for_by(actor, contest).order_by("number", "name_key")
    return PaperPage(
        contest=contest,
        libraries=[(library.pk, library.label) for library in libraries],
        directions=directions_of(contest),
        received_at=now.astimezone(school.zone).replace(second=0, microsecond=0, tzinfo=None),
        register_url=reverse("contest:register", args=[contest.token]),
    )
