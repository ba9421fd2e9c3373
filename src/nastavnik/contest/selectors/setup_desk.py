"""The methodist's desk about contests: their list, and one with everything that is set up in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.http import Http404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from nastavnik.contest.enums import ApplicationState, Stage
from nastavnik.contest.models import Application, Award, Contest, Criterion, Direction, FormField, FormSection
from nastavnik.contest.permissions import can_run_contest, can_run_contests, contests_at_desk_of
from nastavnik.contest.selectors.history import Deed, history_of
from nastavnik.contest.selectors.public import BADGES
from nastavnik.contest.selectors.readiness import Lack, lacks_of
from nastavnik.contest.selectors.stages import stage_of
from nastavnik.contest.selectors.timeline import Step, timeline_of
from nastavnik.core.tables import Column, Table
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk

# the parts of the setting up in the order in which they are usually gone through
PARTS: dict[str, str | Promise] = {
    "words": _("Title and regulation"),
    "days": _("Days"),
    "rules": _("Rules of applying and of the jury"),
    "directions": _("Directions"),
    "criteria": _("Criteria"),
    "form": _("Form of the application"),
    "awards": _("Awards"),
}
# of whole weeks, so that the weekday stays
YEAR = timedelta(weeks=52)
PLACES: dict[str, tuple[str, str | Promise]] = {
    "setup": ("contest:desk_contest", _("Setting up")),
    "applications": ("contest:register", pgettext_lazy("contest", "Applications")),
    "jury": ("contest:jury", _("Jury")),
    "results": ("contest:ranking", _("Results")),
}
LISTS = ("directions", "criteria", "awards")


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A contest in the list of the desk."""

    title: str
    url: str
    stage: Stage
    badge: str
    announced_at: datetime | None
    deadline_at: datetime | None
    # those that were submitted
    applications: int


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of the setting up, how much of it there is, and whether something is missing."""

    label: str | Promise
    url: str
    summary: str
    is_lacking: bool


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place of the contest at the desk."""

    url: str
    label: str | Promise
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class LackRead:
    """Something that is missing, with the page where it is given."""

    words: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class ContestDesk:
    """A contest at the desk."""

    contest: Contest
    stage: Stage
    badge: str
    steps: list[Step]
    parts: list[PartLink]
    lacks: list[LackRead]
    applications: int
    can_edit: bool
    history: list[Deed]
    # the other pages of the contest at the desk, as ui/tabs takes them
    places: list[PlaceLink]

    @property
    def is_open(self) -> bool:
        """Tell whether the contest was opened."""
        return self.contest.opened_at is not None

    @property
    def can_be_taken_back(self) -> bool:
        """Tell whether it could be taken back or removed: nobody applies, and no results are out."""
        return self.can_edit and self.applications == 0 and self.contest.released_at is None


def check_can_make(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` unless `actor` may make contests."""
    if not can_run_contests(actor, school):
        raise PermissionDenied


def desk_rows(actor: Actor, school: School, now: datetime) -> list[ContestRow]:
    """Return the contests of the desk, the newest first; one query. Raises `PermissionDenied` when it is not hers."""
    contests = contests_at_desk_of(actor, school)
    written = Application.objects.filter(contest=OuterRef("pk"), is_sample=False).exclude(state=ApplicationState.DRAFT)
    counted = Subquery(written.order_by().values("contest").annotate(count=Count("pk")).values("count"))
    rows = list(contests.annotate(applications=counted).order_by("-created_at", "-pk"))
    if not rows and not can_see_desk(actor, school):
        raise PermissionDenied
    return [_row(contest, now) for contest in rows]


def _row(contest: Any, now: datetime) -> ContestRow:
    stage = stage_of(contest, now)
    return ContestRow(
        title=contest.title,
        url=reverse("contest:desk_contest", args=[contest.token]),
        stage=stage,
        badge=BADGES.get(stage, "neutral"),
        announced_at=contest.announced_at,
        deadline_at=contest.deadline_at,
        applications=contest.applications or 0,
    )


def contest_at_desk(actor: Actor, school: School, token: str) -> Contest:
    """Return the contest with this token, its school joined. Raises `Http404`, also for who may not look at it."""
    contest = contests_at_desk_of(actor, school).select_related("school").filter(token=token).first()
    if contest is None:
        raise Http404
    return contest


def contest_to_edit(actor: Actor, school: School, token: str) -> Contest:
    """Return the contest for a change. Raises `Http404`; `PermissionDenied` for who may only look."""
    contest = contest_at_desk(actor, school, token)
    if not can_run_contest(actor, contest):
        raise PermissionDenied
    return contest


def removed_contest(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest that was removed, for whoever may bring it back. Raises `Http404`."""
    contest = Contest.objects.filter(school=school, token=token).select_related("school").first()
    if contest is None or not can_run_contests(actor, school):
        raise Http404
    return contest


def contest_desk(actor: Actor, school: School, token: str, now: datetime) -> ContestDesk:
    """Return a contest with all that is set up in it. Raises `Http404`."""
    contest = contest_at_desk(actor, school, token)
    stage = stage_of(contest, now)
    lacks = lacks_of(contest, now) if contest.opened_at is None else []
    applications = Application.objects.filter(contest=contest, is_sample=False).count()
    return ContestDesk(
        contest=contest,
        stage=stage,
        badge=BADGES.get(stage, "neutral"),
        steps=timeline_of(contest, now),
        parts=parts_of(contest, lacks),
        lacks=[LackRead(lack.words, part_url(contest, lack.part)) for lack in lacks],
        applications=applications,
        can_edit=can_run_contest(actor, contest),
        history=history_of(contest),
        places=places_of(contest, "setup", applications=applications),
    )


def places_of(contest: Contest, here: str, *, applications: int = 0) -> list[PlaceLink]:
    """Return the places of a contest at the desk, of which `here` is the one that is open."""
    return [
        PlaceLink(reverse(name, args=[contest.token]), label, key == here, applications if key == "applications" else 0)
        for key, (name, label) in PLACES.items()
    ]


def part_url(contest: Contest, part: str) -> str:
    """Return the address of a part of the setting up."""
    if part in LISTS:
        return reverse("contest:part", args=[contest.token, part])
    return reverse(f"contest:edit_{part}", args=[contest.token])


def parts_of(contest: Contest, lacks: list[Lack]) -> list[PartLink]:
    """Return the parts with how much there is of each; one query."""
    summaries, lacking = _summaries(contest), {lack.part for lack in lacks}
    return [PartLink(label, part_url(contest, part), summaries[part], part in lacking) for part, label in PARTS.items()]


def _summaries(contest: Contest) -> dict[str, str]:
    counts = _counts(contest)
    criteria = ngettext("%(count)d criterion", "%(count)d criteria", counts["criteria"]) % {"count": counts["criteria"]}
    weight = number_format(counts["weight"], use_l10n=True) if counts["weight"] else "0"
    sections = ngettext("%(count)d section", "%(count)d sections", counts["sections"]) % {"count": counts["sections"]}
    fields = ngettext("%(count)d field", "%(count)d fields", counts["fields"]) % {"count": counts["fields"]}
    jury = ngettext("a jury of %(count)d", "a jury of %(count)d", contest.jury_size) % {"count": contest.jury_size}
    return {
        "words": contest.short,
        "days": "",
        "rules": jury,
        "directions": ngettext("%(count)d direction", "%(count)d directions", counts["directions"])
        % {"count": counts["directions"]},
        "criteria": str(_("%(criteria)s, weights %(sum)s in all")) % {"criteria": criteria, "sum": weight},
        "form": f"{sections}, {fields}",
        "awards": ngettext("%(count)d award", "%(count)d awards", counts["awards"]) % {"count": counts["awards"]},
    }


def _counts(contest: Contest) -> dict[str, Any]:
    """Return how many rows each list has, and what the weights are together; one query."""

    def counted(rows: QuerySet[Any], by: str = "contest") -> Subquery:
        return Subquery(rows.order_by().values(by).annotate(count=Count("pk")).values("count"))

    weights = Criterion.objects.filter(contest=OuterRef("pk")).order_by().values("contest")
    row = (
        Contest.objects.filter(pk=contest.pk)
        .values("pk")
        .annotate(
            directions=counted(Direction.objects.filter(contest=OuterRef("pk"))),
            criteria=counted(Criterion.objects.filter(contest=OuterRef("pk"))),
            weight=Subquery(weights.annotate(sum=Sum("weight")).values("sum")),
            sections=counted(FormSection.objects.filter(contest=OuterRef("pk"))),
            fields=counted(FormField.objects.filter(section__contest=OuterRef("pk")), by="section__contest"),
            awards=counted(Award.objects.filter(contest=OuterRef("pk"))),
        )
        .get()
    )
    return {name: value or 0 for name, value in row.items()}


def next_year(contest: Contest, today: date) -> dict[str, Any]:
    """Return what the form of a copy begins with: the same title, and the day a year (52 weeks) later if that is to come."""
    zone = contest.school.zone
    announced = contest.announced_at.astimezone(zone).date() if contest.announced_at else today
    return {"title": contest.title, "announced_on": max(announced + YEAR, today)}


CONTESTS: Table[ContestRow] = Table(
    name="contests",
    caption=_("Contests"),
    columns=(
        Column("title", _("Contest"), lambda row: row.title),
        Column("stage", _("Stage"), lambda row: row.stage.label),
        Column("announced", _("Announced on"), lambda row: row.announced_at),
        Column("deadline", _("Applications until"), lambda row: row.deadline_at, order=("deadline",)),
        Column("applications", pgettext_lazy("contest", "Applications"), lambda row: row.applications, is_number=True),
    ),
    order="deadline",
)
