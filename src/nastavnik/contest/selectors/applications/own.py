"""A person's own applications, and the page on which she begins one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, CharField, Count, DateTimeField, Value, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Contest
from nastavnik.contest.permissions import (
    applications_of_person,
    can_keep_register,
    contests_visible_to,
    libraries_headed_by,
)
from nastavnik.contest.selectors.setup import DirectionRead, directions_of
from nastavnik.contest.selectors.stages import Intake, intake_of
from nastavnik.core.connections import Written, moment_of
from nastavnik.mentoring.selectors.study import OwnRow
from nastavnik.people.models import Library, User
from nastavnik.programme.models import School

APPLICATION = "application"
NO_NUMBER = -1
BADGES: Mapping[str, str] = {
    ApplicationState.DRAFT: "neutral",
    ApplicationState.SUBMITTED: "waiting",
    ApplicationState.RETURNED: "warn",
    ApplicationState.ADMITTED: "ok",
    ApplicationState.REJECTED: "wrong",
    ApplicationState.WITHDRAWN: "warn",
}


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """An application as its author sees it in a list."""

    title: str
    url: str
    contest: str
    library: str
    number: int | None
    state: str
    badge: str
    # until when it can be submitted or corrected; None where nothing waits
    until: datetime | None


def applications_beside(user: User, school: School) -> Written:
    """Return how to ask for what a person writes, the newest first, in the columns of `OwnRow`."""
    rows = applications_of_person(user, school).annotate(
        kind=Value(APPLICATION, output_field=CharField()),
        place=Window(RowNumber(), order_by=["-created_at", "-pk"]),
        branch=Coalesce("library__number", Value(NO_NUMBER)),
        # PostgreSQL takes a nothing of an inner query for a text, unless it is told
        nothing=Cast(Value(None), BooleanField()),
        never=Cast(Value(None), DateTimeField()),
    )
    columns = rows.order_by().values_list(
        *("kind", "place", "token", "state", "title", "contest__title", "library__name"),
        *("branch", "number", "nothing", "contest__deadline_at", "return_until", "never"),
    )
    return Written(*columns.query.sql_with_params())


def application_in(row: OwnRow) -> OwnApplication:
    """Return a row that was found by `applications_beside`."""
    library = None
    if row.other is not None:
        library = Library(name=row.other, number=None if row.is_hers == NO_NUMBER else row.is_hers)
    found = Application(token=row.token, state=row.state, title=row.title, number=row.number, library=library)
    found.contest = Contest(title=row.words, deadline_at=moment_of(row.at))
    found.return_until = moment_of(row.changed_at)
    return own_row(found)


def own_row(row: Application) -> OwnApplication:
    """Return an application as a row of its author's list; its contest and library must be loaded."""
    state = ApplicationState(row.state)
    waits = {ApplicationState.DRAFT, ApplicationState.WITHDRAWN}
    return OwnApplication(
        title=row.title,
        url=reverse("contest:application", args=[row.token]),
        contest=row.contest.title,
        library=row.library.label if row.library else "",
        number=row.number,
        state=str(state.label),
        badge=BADGES[state],
        until=row.contest.deadline_at if state in waits else row.return_until,
    )


@dataclass(frozen=True, slots=True)
class LibraryToApply:
    """A library for which somebody may begin an application; `left`: how many more the regulation allows."""

    library: Library
    left: int


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """The page on which an application is begun."""

    contest: Contest
    libraries: list[LibraryToApply]
    directions: list[DirectionRead]
    own: list[OwnApplication]
    intake: Intake
    # for whoever keeps the register: papers are typed there
    paper_url: str
    contest_url: str

    @property
    def is_open(self) -> bool:
        """Tell whether applications are taken at all."""
        return self.intake in {Intake.OPEN, Intake.LATE}

    @property
    def free_libraries(self) -> list[LibraryToApply]:
        """Return the libraries that may still begin one."""
        return [one for one in self.libraries if one.left > 0]


def apply_page(user: User, school: School, slug: str, now: datetime) -> ApplyPage:
    """Return the page on which a head begins an application. Raises `Contest.DoesNotExist`."""
    contest = contests_visible_to(user, school, now).get(slug=slug)
    contest.school = school
    own = applications_of_person(user, school).filter(contest=contest).select_related("contest", "library")
    paper_url = reverse("contest:paper_application", args=[contest.token])
    return ApplyPage(
        contest=contest,
        libraries=_libraries(user, contest),
        directions=directions_of(contest),
        own=[own_row(row) for row in own.order_by("pk")],
        intake=intake_of(contest, now),
        paper_url=paper_url if can_keep_register(user, contest) else "",
        contest_url=reverse("contest:contest", args=[contest.slug]),
    )


def _libraries(user: User, contest: Contest) -> list[LibraryToApply]:
    libraries = list(libraries_headed_by(user, contest).order_by("number", "name_key"))
    rows = Application.objects.filter(contest=contest, library__in=libraries, is_sample=False)
    counted = rows.exclude(state=ApplicationState.WITHDRAWN).order_by().values("library").annotate(count=Count("pk"))
    begun = {row["library"]: row["count"] for row in counted}
    return [LibraryToApply(one, contest.most_of_a_library - begun.get(one.pk, 0)) for one in libraries]
