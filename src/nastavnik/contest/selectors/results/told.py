"""What minutes tell: all marks, the formula's weights, recusals, the chair's votes, the ranking, the awards."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from nastavnik.contest.models import Contest, Decision, Juror
from nastavnik.contest.ranking.told import FORMAT, Told, digest, ranking_told
from nastavnik.contest.selectors.jury.members import name_of
from nastavnik.contest.selectors.results.computed import Computed
from nastavnik.core.memory import Memory

# of minutes without their moment, by all of which they are made
_digests: Memory[str] = Memory(most=16, seconds=3600.0)


def decisions_of(contest: Contest) -> list[Decision]:
    """Return everything that is decided, with awards and applications, places first; one query."""
    rows = Decision.objects.filter(application__contest=contest).select_related("application", "award")
    return list(rows.order_by("place", "application__number"))


def result_digest(contest: Contest, found: Computed, decisions: Sequence[Decision]) -> str:
    """Return the SHA-256 of what minutes would tell now, without their moment; one query."""
    jury, awards = _jury(contest), _awards(decisions)
    key = (found.key, contest.title, contest.school.title, repr(jury), repr(awards))
    return _digests.answer(key, lambda: digest(_told(contest, found, jury, awards)))


def digest_of_result(told: Told) -> str:
    """Return the SHA-256 of minutes without the moment at which they were made."""
    return digest({**told, "made_at": ""})


def minutes_told(contest: Contest, found: Computed, *, made_at: datetime) -> Told:
    """Return the minutes as `ranking.told` reads them; two queries. They name no authors: results rest on marks."""
    told = _told(contest, found, _jury(contest), _awards(decisions_of(contest)))
    return {**told, "made_at": made_at.isoformat(timespec="seconds")}


def _told(contest: Contest, found: Computed, jury: "Jury", awards: list[Told]) -> Told:
    return {
        "format": FORMAT,
        "contest": contest.title,
        "school": contest.school.title,
        "made_at": "",
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
        "chair": _chair(found),
        "jurors": _jurors(jury, found),
        "applications": _applications(jury, found),
        "ranking": ranking_told(found.places),
        "awards": awards,
    }


def _chair(found: Computed) -> list[Told]:
    return [{"application": number, "rank": one.rank, "reason": one.reason} for number, one in found.votes.items()]


# a juror, whether she is in the jury, and of what she is recused: a number of an application and why
Jury = list[tuple[int, Told, bool, list[tuple[int, str]]]]


def _jury(contest: Contest) -> Jury:
    """Return everybody who was ever invited to the jury, with her recusals; one query."""
    names = ("recusals__application_id", "recusals__reason")
    rows = Juror.objects.filter(contest=contest).annotate(of=F(names[0]), why=F(names[1])).order_by("pk", "of")
    found: dict[int, tuple[int, Told, bool, list[tuple[int, str]]]] = {}
    for one in rows:
        told = {"id": one.pk, "name": name_of(one), "position": one.position, "is_chair": one.is_chair}
        is_in_jury = one.left_at is None and one.accepted_at is not None
        recusals = found.setdefault(one.pk, (one.pk, told, is_in_jury, []))[3]
        if one.of is not None:
            recusals.append((one.of, one.why))
    return list(found.values())


def _jurors(jury: Jury, found: Computed) -> list[Told]:
    judged = {sheet.juror for sheet in found.sheets}
    return [told for juror, told, is_in_jury, _recusals in jury if juror in judged or is_in_jury]


def _applications(jury: Jury, found: Computed) -> list[Told]:
    recused: dict[int, list[Told]] = defaultdict(list)
    for juror, _told, _is_in_jury, recusals in jury:
        for application_id, reason in recusals:
            recused[application_id].append({"juror": juror, "reason": reason})
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


def _awards(decisions: Sequence[Decision]) -> list[Told]:
    """Return what was decided: who gets what. A special award has its reason in the note."""
    return [
        {
            "application": one.application.number,
            "place": one.place,
            "award": one.award.title if one.award else "",
            "prize": one.award.prize if one.award else "",
            "note": one.note,
        }
        for one in decisions
        if one.award is not None or one.note
    ]
