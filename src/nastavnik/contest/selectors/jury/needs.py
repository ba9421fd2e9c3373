"""What is still to be given: which applications lack sheets, and who may have them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import Application, Contest, Juror, Recusal, ScoreSheet
from nastavnik.contest.selectors.jury.conflicts import Conflicts, conflicts_of
from nastavnik.contest.spreading.spread import Need
from nastavnik.core.gathering import Gathered, numbers_of


@dataclass(frozen=True, slots=True)
class Lack:
    """The needs of a contest; how many sheets each juror has; the numbers of the applications as people know them."""

    needs: list[Need]
    loads: dict[int, int]
    numbers: dict[int, int]


def admitted_of(contest: Contest) -> list[Application]:
    """Return the admitted applications in the order of their numbers, with their libraries and directions."""
    return list(admitted(contest).select_related("library", "direction").order_by("number", "pk"))


def admitted(contest: Contest) -> QuerySet[Application]:
    """Return the applications that the jury judges, samples left out."""
    return Application.objects.filter(contest=contest, state=ApplicationState.ADMITTED, is_sample=False)


def judging(contest: Contest) -> list[Juror]:
    """Return who has agreed to judge and is still in the jury, with accounts and their libraries."""
    jurors = Juror.objects.filter(contest=contest, left_at=None, accepted_at__isnull=False)
    return list(jurors.select_related("user__library").order_by("name", "pk"))


def counted_sheets(contest: Contest, recused: Collection[tuple[int, int]]) -> dict[int, set[int]]:
    """Return by application who judges it: the `recused` left out, and those who left before they had finished."""
    stays = Q(juror__left_at=None) | Q(state=SheetState.FINISHED)
    sheets = ScoreSheet.objects.filter(stays, juror__contest=contest, application__is_sample=False)
    without: dict[int, set[int]] = defaultdict(set)
    for juror_id, application_id in recused:
        without[application_id].add(juror_id)
    judges = sheets.order_by().values_list("application").annotate(jurors=Gathered("juror_id"))
    return {application_id: {*numbers_of(jurors)} - without[application_id] for application_id, jurors in judges}


def recused_of(contest: Contest) -> set[tuple[int, int]]:
    """Return who is recused of what, as pairs (juror, application)."""
    return set(Recusal.objects.filter(juror__contest=contest).values_list("juror_id", "application_id"))


def needs_of(contest: Contest, by_direction: Mapping[int, Collection[int]] | None = None) -> Lack:
    """Return what the applications of a contest lack; see `services.jury.spread_sheets`."""
    applications, recused = admitted_of(contest), recused_of(contest)
    given = counted_sheets(contest, recused)
    jurors = [juror for juror in judging(contest) if not juror.is_secretary]
    against = conflicts_of(jurors, applications)
    closed = recused | _given_pairs(contest)
    needs = [
        Need(
            one.pk, contest.sheets_each - len(given.get(one.pk, ())), _free(one, jurors, against, closed, by_direction)
        )
        for one in applications
        if len(given.get(one.pk, ())) < contest.sheets_each
    ]
    loads = Counter(juror_id for judges in given.values() for juror_id in judges)
    numbers = {one.pk: one.number or 0 for one in applications}
    return Lack(needs, {juror.pk: loads[juror.pk] for juror in jurors}, numbers)


def _given_pairs(contest: Contest) -> set[tuple[int, int]]:
    return set(ScoreSheet.objects.filter(juror__contest=contest).values_list("juror_id", "application_id"))


def _free(
    application: Application,
    jurors: Collection[Juror],
    against: Conflicts,
    closed: Collection[tuple[int, int]],
    by_direction: Mapping[int, Collection[int]] | None,
) -> frozenset[int]:
    """Return who may be given the application by a spread."""
    chosen = None if by_direction is None else by_direction.get(application.direction_id or 0, ())
    pairs = ((juror.pk, application.pk) for juror in jurors if chosen is None or juror.pk in chosen)
    return frozenset(pair[0] for pair in pairs if pair not in closed and pair not in against)
