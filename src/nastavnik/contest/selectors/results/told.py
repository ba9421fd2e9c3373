"""What minutes tell: all marks, the formula's weights, recusals, the chair's votes, the ranking, the awards."""

from collections import defaultdict
from datetime import datetime

from nastavnik.contest.models import ChairVote, Contest, Decision, Juror, Recusal
from nastavnik.contest.ranking.told import FORMAT, Told, ranking_told
from nastavnik.contest.selectors.jury.members import name_of
from nastavnik.contest.selectors.results.computed import Computed


def minutes_told(contest: Contest, found: Computed, *, made_at: datetime) -> Told:
    """Return the minutes as `ranking.told` reads them; four queries. They name no authors: results rest on marks."""
    return {
        "format": FORMAT,
        "contest": contest.title,
        "school": contest.school.title,
        "made_at": made_at.isoformat(timespec="seconds"),
        "sheets_each": contest.sheets_each,
        "criteria": [
            {
                "id": one.id,
                "title": one.title,
                "weight": f"{one.weight:.2f}",
                "lowest": one.lowest,
                "highest": one.highest,
            }
            for one in found.criteria
        ],
        "ties": [str(rule) for rule in found.rules.ties],
        "chair": _chair(contest),
        "jurors": _jurors(contest, found),
        "applications": _applications(contest, found),
        "ranking": ranking_told(found.places),
        "awards": _awards(contest),
    }


def same_result(one: Told, other: Told) -> bool:
    """Tell whether two minutes tell the same, whenever they were made."""
    return {**one, "made_at": ""} == {**other, "made_at": ""}


def _chair(contest: Contest) -> list[Told]:
    votes = ChairVote.objects.filter(contest=contest).select_related("application").order_by("application__number")
    return [{"application": one.application.number, "rank": one.rank, "reason": one.reason} for one in votes]


def _jurors(contest: Contest, found: Computed) -> list[Told]:
    judged = {sheet.juror for sheet in found.sheets}
    return [
        {"id": one.pk, "name": name_of(one), "position": one.position, "is_chair": one.is_chair}
        for one in Juror.objects.filter(contest=contest).order_by("pk")
        if one.pk in judged or (one.left_at is None and one.accepted_at is not None)
    ]


def _applications(contest: Contest, found: Computed) -> list[Told]:
    recused: dict[int, list[Told]] = defaultdict(list)
    rows = Recusal.objects.filter(juror__contest=contest).order_by("juror_id")
    for juror_id, application_id, reason in rows.values_list("juror_id", "application_id", "reason"):
        recused[application_id].append({"juror": juror_id, "reason": reason})
    sheets: dict[int, list[Told]] = defaultdict(list)
    for sheet in found.sheets:
        marks = {str(criterion): mark for criterion, mark in sheet.marks.items()}
        sheets[sheet.application].append({"juror": sheet.juror, "marks": marks})
    return [
        {
            "number": number,
            "title": one.title,
            "direction": one.direction.title if one.direction else "",
            "library": one.library.label if one.library else "",
            "recused": recused[one.pk],
            "sheets": sheets[number],
        }
        for number, one in found.applications.items()
    ]


def _awards(contest: Contest) -> list[Told]:
    """Return what was decided: who gets what. A special award has its reason in the note."""
    decisions = Decision.objects.filter(application__contest=contest).exclude(award=None, note="")
    rows = decisions.select_related("application", "award").order_by("place", "application__number")
    return [
        {
            "application": one.application.number,
            "place": one.place,
            "award": one.award.title if one.award else "",
            "prize": one.award.prize if one.award else "",
            "note": one.note,
        }
        for one in rows
    ]
