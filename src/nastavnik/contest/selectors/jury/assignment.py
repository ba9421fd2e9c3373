"""Who judges what, at the desk of whoever runs the contest: all applications, and one of them with everybody who could judge it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import Conflict, SheetState
from nastavnik.contest.models import Application, Contest, Juror, Recusal, ScoreSheet
from nastavnik.contest.permissions import contests_run_by
from nastavnik.contest.selectors.jury.conflicts import conflicts_of
from nastavnik.contest.selectors.jury.desk import STATES, state_of
from nastavnik.contest.selectors.jury.members import contest_led, name_of
from nastavnik.contest.selectors.jury.needs import admitted_of, counted_sheets, judging, recused_of
from nastavnik.contest.selectors.setup import DirectionRead, directions_of
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class GivenRow:
    """An application and who judges it."""

    contest: Contest
    application: Application
    judges: Collection[int]
    # of everybody in the jury, by the number of the juror
    names: Mapping[int, str]

    @property
    def direction(self) -> str:
        """Return the title of its direction."""
        return self.application.direction.title if self.application.direction else ""

    @property
    def jurors(self) -> str:
        """Return who judges it; asked for what is shown or searched alone, there may be thousands of rows."""
        return ", ".join(sorted(self.names[juror_id] for juror_id in self.judges))

    @property
    def given(self) -> int:
        """Return how many judge it."""
        return len(self.judges)

    @property
    def lacking(self) -> int:
        """Return how many it lacks by the regulation."""
        return max(self.contest.sheets_each - self.given, 0)

    @property
    def url(self) -> str:
        """Return where it is given by hand."""
        return reverse("contest:jury_by_hand", args=[self.contest.token, self.application.token])


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """A direction with the jurors who could judge it; ticked is who has something of it already."""

    direction: DirectionRead
    jurors: list[tuple[str, str, bool]]

    @property
    def field(self) -> str:
        """Return under which name its jurors are sent."""
        return f"direction-{self.direction.id}"


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """All admitted applications of a contest with their jurors."""

    contest: Contest
    listing: Listing[GivenRow]
    applications: int
    lacking: int
    jurors: int
    directions: list[DirectionRow]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the jury beside an application."""

    juror: Juror
    load: int
    conflicts: list[Conflict]
    sheet: ScoreSheet | None
    recusal: Recusal | None

    @property
    def name(self) -> str:
        """Return how she is called."""
        return name_of(self.juror)

    @property
    def is_finished(self) -> bool:
        """Tell whether her sheet is finished."""
        return self.sheet is not None and self.sheet.state == SheetState.FINISHED

    @property
    def can_be_given(self) -> bool:
        """Tell whether she can be given a sheet."""
        return self.sheet is None and self.recusal is None and Conflict.AUTHOR not in self.conflicts

    @property
    def can_be_taken(self) -> bool:
        """Tell whether her sheet can be taken away: nothing stands in it, and nobody has typed it."""
        return self.sheet is not None and not self.sheet.version and not self.is_finished

    @property
    def said(self) -> Promise | str:
        """Return in words how far her sheet is; nothing where she has none."""
        return STATES[state_of(self.sheet)] if self.sheet else ""

    @property
    def warnings(self) -> list[str]:
        """Return what speaks against her, in words."""
        return [str(conflict.label) for conflict in self.conflicts]


@dataclass(frozen=True, slots=True)
class ByHandPage:
    """One application with everybody who could judge it."""

    contest: Contest
    application: Application
    candidates: list[Candidate]
    given: int
    back_url: str

    def candidate(self, token: str) -> Candidate:
        """Return the candidate with this token; raises `DoesNotExist`."""
        found = next((one for one in self.candidates if one.juror.token == token), None)
        if found is None:
            raise Juror.DoesNotExist
        return found


def assignment_page(actor: Actor, school: School, token: str, params: Mapping[str, str]) -> AssignmentPage:
    """Return who judges what in a contest that `actor` runs; seven queries whatever their number."""
    contest = contest_led(actor, school, token)
    applications, jurors = admitted_of(contest), judging(contest)
    given = counted_sheets(contest, recused_of(contest))
    names = {juror.pk: name_of(juror) for juror in Juror.objects.filter(contest=contest)}
    rows = [GivenRow(contest, one, given.get(one.pk, set()), names) for one in applications]
    directions = directions_of(contest)
    has_some: dict[int, set[int]] = defaultdict(set)
    for one in applications:
        has_some[one.direction_id or 0] |= given.get(one.pk, set())
    return AssignmentPage(
        contest=contest,
        listing=_table(directions).listing(rows, params),
        applications=len(rows),
        lacking=sum(row.lacking for row in rows),
        jurors=sum(not juror.is_secretary for juror in jurors),
        directions=[_direction(direction, jurors, has_some[direction.id]) for direction in directions],
    )


def _direction(direction: DirectionRead, jurors: list[Juror], has_some: set[int]) -> DirectionRow:
    judges = [juror for juror in jurors if not juror.is_secretary]
    return DirectionRow(direction, [(one.token, name_of(one), one.pk in has_some) for one in judges])


def by_hand_page(actor: Actor, school: School, token: str, application_token: str) -> ByHandPage:
    """Return one application with everybody who could judge it, for who runs the contest; raises `DoesNotExist`."""
    applications = Application.objects.select_related("contest__school", "library", "direction")
    application = applications.get(
        token=application_token, contest__token=token, contest__in=contests_run_by(actor, school)
    )
    contest = application.contest
    all_recusals = list(Recusal.objects.filter(juror__contest=contest))
    counted = counted_sheets(contest, {(one.juror_id, one.application_id) for one in all_recusals})
    loads = Counter(juror_id for judges in counted.values() for juror_id in judges)
    jurors = judging(contest)
    against = conflicts_of(jurors, [application])
    sheets = {sheet.juror_id: sheet for sheet in ScoreSheet.objects.filter(application=application)}
    recusals = {one.juror_id: one for one in all_recusals if one.application_id == application.pk}
    candidates = [
        Candidate(
            juror=juror,
            load=loads[juror.pk],
            conflicts=against.get((juror.pk, application.pk), []),
            sheet=sheets.get(juror.pk),
            recusal=recusals.get(juror.pk),
        )
        for juror in jurors
    ]
    return ByHandPage(
        contest=contest,
        application=application,
        candidates=sorted(candidates, key=lambda one: (one.sheet is None, one.load, search_key(one.name))),
        given=len(counted.get(application.pk, ())),
        back_url=reverse("contest:jury_assignment", args=[contest.token]),
    )


def chosen_by_direction(contest: Contest, chosen: Mapping[int, list[str]]) -> dict[int, set[int]]:
    """Return by the number of the direction which jurors were ticked for it (`chosen`: their tokens)."""
    tokens = {juror.token: juror.pk for juror in judging(contest)}
    return {
        direction_id: {tokens[token] for token in picked if token in tokens} for direction_id, picked in chosen.items()
    }


def _table(directions: list[DirectionRead]) -> Table[GivenRow]:
    return Table(
        name="assignment",
        columns=(
            Column("number", _("№"), lambda row: row.application.number, order=("number",), is_number=True),
            Column(
                "title", _("Project"), lambda row: row.application.title, order=("title",), link=lambda row: row.url
            ),
            Column("direction", _("Direction"), lambda row: row.direction, order=("direction",)),
            Column("jurors", _("Jurors"), lambda row: row.jurors),
            Column("given", _("Sheets"), lambda row: row.given, order=("given",), is_number=True),
            Column("lacking", _("Lacking"), lambda row: row.lacking, order=("lacking",), is_number=True),
        ),
        filters=(
            Filter("q", _("Search"), keep=_has_words),
            Filter(
                "direction",
                _("Direction"),
                keep=lambda row, text: row.direction == text,
                choices=tuple((one.title, one.title) for one in directions),
            ),
            Filter(
                "only",
                _("Show"),
                keep=lambda row, _text: row.lacking > 0,
                choices=((LACKING, _("lacking jurors")),),
            ),
        ),
        order="number",
    )


def _has_words(row: GivenRow, text: str) -> bool:
    return search_key(text) in search_key(f"{row.application.number} {row.application.title} {row.jurors}")
