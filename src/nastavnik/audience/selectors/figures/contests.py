"""Contests: applications by direction, jurors, marks, winners and prizes."""

from collections.abc import Callable

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.audience.selectors.figures.people import library_label
from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.contest.enums import ApplicationState, SheetState, Target
from nastavnik.contest.models import Application, Contest, Decision, Juror, Mark
from nastavnik.core.tables import Column, Filter, Table

# They came in. What was only begun, or taken back, did not.
SENT = (
    ApplicationState.SUBMITTED,
    ApplicationState.RETURNED,
    ApplicationState.ADMITTED,
    ApplicationState.REJECTED,
)

PLACED = Q(award__place__isnull=False)
SPECIAL = Q(award__place__isnull=True)

CONTESTS = Table[Contest](
    name="contests",
    columns=(
        Column("title", _("Contest"), lambda one: one.title, order=("title",)),
        Column("intake", _("Applications from"), lambda one: one.intake_at, order=("intake_at",)),
        Column("deadline", _("Applications until"), lambda one: one.deadline_at, order=("deadline_at",)),
        Column("released", _("Results"), lambda one: one.released_at, order=("released_at",)),
    ),
    order="intake",
    caption=_("Contests"),
)

APPLICATIONS = Table[Application](
    name="applications",
    columns=(
        number_column("number", _("Number"), lambda one: one.number, "number"),
        Column(
            "title",
            _("Project"),
            lambda one: one.title,
            order=("title_key",),
            link=lambda one: reverse("contest:application", args=[one.token]),
        ),
        Column("library", _("Library"), lambda one: library_label(one.library), order=("library__name_key",)),
        Column(
            "direction",
            _("Direction"),
            lambda one: one.direction.title if one.direction else "",
            order=("direction__position",),
        ),
        Column("state", _("State"), lambda one: ApplicationState(one.state).label, order=("state",)),
        Column("at", _("Submitted"), lambda one: one.submitted_at, order=("submitted_at",)),
    ),
    filters=(
        Filter(
            "target", _("Direction"), query=lambda target: Q(direction__target=target), choices=tuple(Target.choices)
        ),
    ),
    order="number",
    caption=_("Applications to contests"),
)

JURORS = Table[Juror](
    name="jurors",
    columns=(
        Column("name", _("Name"), lambda one: one.name, order=("name",)),
        Column("position", _("Position"), lambda one: one.position, order=("position",)),
        Column(
            "organisation",
            _("Organisation"),
            lambda one: str(one.organisation) if one.organisation else "",
            order=("organisation__name_key",),
        ),
        Column("contest", _("Contest"), lambda one: one.contest.title, order=("contest__title",)),
    ),
    order="name",
    caption=pgettext_lazy("report", "Members of the jury"),
)

MARKS = Table[Mark](
    name="marks",
    columns=(
        number_column(
            "number", _("Application"), lambda one: one.sheet.application.number, "sheet__application__number"
        ),
        Column("criterion", _("Criterion"), lambda one: one.criterion.title, order=("criterion__position",)),
        number_column("value", _("Mark"), lambda one: one.value, "value"),
        number_column("highest", _("Of"), lambda one: one.criterion.highest),
    ),
    order="number",
    caption=_("Marks of the jury, without names"),
)

WINNERS = Table[Decision](
    name="winners",
    columns=(
        number_column("place", _("Place"), lambda one: one.award.place if one.award else None, "award__place"),
        Column("award", _("Award"), lambda one: one.award.title if one.award else "", order=("award__position",)),
        Column("prize", _("Prize"), lambda one: one.award.prize if one.award else "", order=("award__prize",)),
        Column("library", _("Library"), lambda one: library_label(one.application.library)),
        Column(
            "title",
            _("Project"),
            lambda one: one.application.title,
            order=("application__title_key",),
            link=lambda one: reverse("contest:application", args=[one.application.token]),
        ),
    ),
    order="award",
    caption=_("Winners"),
)


def contests(scope: Scope) -> QuerySet[Contest]:
    """Return the contests whose intake began within the period."""
    opened = Contest.objects.filter(school=scope.school, removed_at=None, opened_at__isnull=False)
    return opened.annotate(began_at=Coalesce("intake_at", "announced_at", "opened_at")).filter(
        began_at__range=scope.moments
    )


def applications(scope: Scope) -> QuerySet[Application]:
    """Return the applications that came in to them."""
    of_contests = Application.objects.filter(contest__in=contests(scope).values("pk"), is_sample=False)
    return of_contests.filter(state__in=SENT, submitted_at__lte=scope.as_of)


def released(scope: Scope) -> QuerySet[Contest]:
    """Return those of the contests whose results are public: of the others the report tells nothing of the jury's work."""
    return contests(scope).filter(released_at__lte=scope.as_of)


def jurors(scope: Scope) -> QuerySet[Juror]:
    """Return the members of their juries."""
    return Juror.objects.filter(contest__in=contests(scope).values("pk"), left_at=None, invited_at__lte=scope.as_of)


def marks(scope: Scope) -> QuerySet[Mark]:
    """Return the marks of finished sheets in contests whose results are public."""
    sheets = Mark.objects.filter(sheet__application__contest__in=released(scope).values("pk"))
    counted = sheets.filter(sheet__state=SheetState.FINISHED, sheet__application__is_sample=False, value__isnull=False)
    return counted.filter(sheet__application__state__in=SENT)


def awarded(scope: Scope) -> QuerySet[Decision]:
    """Return who is awarded in contests whose results are public."""
    return Decision.objects.filter(application__contest__in=released(scope).values("pk"), award__isnull=False)


def _application_rows(target: str = "") -> Callable[[Scope], Rows]:
    def rows(scope: Scope) -> Rows:
        found = applications(scope).select_related("library", "direction")
        return APPLICATIONS, found.filter(direction__target=target) if target else found

    return rows


def _winner_rows(rows: QuerySet[Decision]) -> Rows:
    return WINNERS, rows.select_related("award", "application__library")


SOURCES = (
    Source("contests", lambda scope: numbers(contests(scope), Count("pk"))),
    Source("applications", lambda scope: numbers(applications(scope), Count("pk"), key="direction__target")),
    Source("jurors", lambda scope: numbers(jurors(scope), Count("pk"))),
    Source("marks", lambda scope: numbers(marks(scope), Avg("value"))),
    Source(
        "awarded",
        lambda scope: numbers(
            awarded(scope), *(Count("pk", filter=told) for told in (PLACED, SPECIAL, ~Q(award__prize="")))
        ),
    ),
)

TARGETS = tuple(
    Figure(
        f"contest.applications.{target.value}",
        title=title,
        rule=_("Those of the applications to contests whose direction is for this group."),
        rows=_application_rows(target.value),
        read=("applications", 1, target.value),
    )
    for target, title in (
        (Target.FAMILY, _("Applications for families")),
        (Target.YOUTH, _("Applications for youth")),
        (Target.CHILDREN, _("Applications for children and teenagers")),
        (Target.SENIORS, _("Applications for people of pension age")),
        (Target.OTHER, _("Applications for others")),
    )
)

SECTION = Section(
    "contest",
    _("Contest"),
    SOURCES,
    (
        Figure(
            "contest.held",
            title=_("Contests"),
            rule=_("Contests that began to take applications within the period."),
            rows=lambda scope: (CONTESTS, contests(scope)),
            read=("contests", 1),
        ),
        Figure(
            "contest.applications",
            title=_("Applications to contests"),
            rule=_(
                "Applications that were submitted, also those not admitted. Drafts, samples and those taken back are not counted."
            ),
            rows=_application_rows(),
            read=("applications", 1),
        ),
        *TARGETS,
        Figure(
            "contest.jurors",
            title=pgettext_lazy("report", "Members of the jury"),
            rule=_("Members of the juries of these contests who have not left; who judges in two counts twice."),
            rows=lambda scope: (JURORS, jurors(scope).select_related("contest", "organisation")),
            read=("jurors", 1),
        ),
        Figure(
            "contest.mark",
            title=_("Mean mark of the jury"),
            rule=_("The mean of all marks of finished sheets, unweighted, in contests whose results are public."),
            rows=lambda scope: (MARKS, marks(scope).select_related("sheet__application", "criterion")),
            read=("marks", 1),
            unit=Unit.MEAN,
            adds=Adds.MEAN,
            column="value",
        ),
        Figure(
            "contest.winners",
            title=_("Winners"),
            rule=_("Applications with an award for a place, in contests whose results are public."),
            rows=lambda scope: _winner_rows(awarded(scope).filter(PLACED)),
            read=("awarded", 1),
        ),
        Figure(
            "contest.special",
            title=_("Special awards"),
            rule=_("Applications with an award that is for no place, in contests whose results are public."),
            rows=lambda scope: _winner_rows(awarded(scope).filter(SPECIAL)),
            read=("awarded", 2),
        ),
        Figure(
            "contest.prizes",
            title=_("Prizes"),
            rule=_("Those of all these awards that come with a prize."),
            rows=lambda scope: _winner_rows(awarded(scope).exclude(award__prize="")),
            read=("awarded", 3),
        ),
    ),
)
