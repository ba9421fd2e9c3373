"""What stands in the minutes of a jury, read from their JSON alone: the same in PDF and in DOCX, now and in years."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from nastavnik.contest.enums import TieRule
from nastavnik.contest.ranking.told import Told
from nastavnik.core.dates import zone_name

DIGEST_PART = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `numbers` says which columns stand to the right."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    numbers: list[bool]


@dataclass(frozen=True, slots=True)
class Paper:
    """Minutes to be set."""

    language: str
    heading: str
    contest: str
    school: str
    facts: list[str]
    lists: list[tuple[str, list[str]]]
    grids: list[Grid]
    # of the marks, an application each
    marks: list[Grid]
    marks_title: str
    formula: str
    digest: str
    digest_help: str
    # who signs
    signatures: list[str]

    def told(self) -> dict[str, Any]:
        """Return the minutes as a template reads them."""
        return asdict(self)


def paper_of(told: Told, *, number: int, sha256: str, zone: tzinfo) -> Paper:
    """Return minutes as they are set; `zone` is the clock of the school."""
    made = datetime.fromisoformat(told["made_at"]).astimezone(zone)
    names = {one["id"]: one["name"] for one in told["jurors"]}
    titles = {one["number"]: one["title"] for one in told["applications"]}
    return Paper(
        language=get_language() or "ru",
        heading=gettext("Minutes of the jury № %(number)d") % {"number": number},
        contest=told["contest"],
        school=told["school"],
        facts=_facts(told, f"{date_format(made, gettext('j E Y'))}, {made:%H:%M} ({zone_name(made)})"),
        lists=[
            (gettext("The jury"), [_juror(one) for one in told["jurors"]]),
            (gettext("Recusals"), _recusals(told, names)),
            (gettext("Votes of the chair"), _votes(told, titles)),
        ],
        grids=[_criteria(told), _ranking(told, titles), _awards(told, titles)],
        marks=[_marks(told, one, names) for one in told["applications"] if one["sheets"]],
        marks_title=gettext("All marks that count"),
        formula=gettext(
            "The total is the sum over the criteria of weight times the mean mark of the sheets that count, rounded to 0.01. "
            "Equal totals are parted by the rules of the regulation in their order."
        ),
        digest=" ".join(sha256[start : start + DIGEST_PART] for start in range(0, len(sha256), DIGEST_PART)),
        digest_help=gettext(
            "SHA-256 of the file of these minutes. `nastavnik contest verify` computes the ranking anew of that file, anywhere."
        ),
        signatures=[one["name"] for one in sorted(told["jurors"], key=lambda one: not one["is_chair"])],
    )


def _facts(told: Told, moment: str) -> list[str]:
    ties = "; ".join(str(TieRule(rule).label) for rule in told["ties"])
    judged = sum(bool(one["sheets"]) for one in told["applications"])
    facts = [
        gettext("Made: %(moment)s") % {"moment": moment},
        gettext("Applications admitted: %(all)d, judged: %(judged)d")
        % {"all": len(told["applications"]), "judged": judged},
        gettext("Score sheets of each application by the regulation: %(each)d") % {"each": told["sheets_each"]},
    ]
    return [*facts, gettext("Equal totals are parted by: %(rules)s") % {"rules": ties}] if ties else facts


def _juror(one: Told) -> str:
    chair = gettext("chair") if one["is_chair"] else ""
    return ", ".join(filter(None, (one["name"], one["position"], chair)))


def _recusals(told: Told, names: dict[int, str]) -> list[str]:
    words = gettext("№ %(number)d: %(juror)s — %(reason)s")
    unknown = gettext("a former member of the jury")
    return [
        words % {"number": one["number"], "juror": names.get(row["juror"], unknown), "reason": row["reason"]}
        for one in told["applications"]
        for row in one["recused"]
    ]


def _votes(told: Told, titles: dict[int, str]) -> list[str]:
    words = gettext("№ %(number)d “%(title)s”: put %(rank)d among equals — %(reason)s")
    return [
        words
        % {
            "number": one["application"],
            "title": titles.get(one["application"], ""),
            "rank": one["rank"],
            "reason": one["reason"],
        }
        for one in told["chair"]
    ]


def _criteria(told: Told) -> Grid:
    rows = [[one["title"], one["weight"], f"{one['lowest']}–{one['highest']}"] for one in told["criteria"]]
    heads = [gettext("Criterion"), gettext("Weight"), gettext("Scale")]
    return Grid(gettext("Criteria"), heads, rows, [False, True, True])


def _ranking(told: Told, titles: dict[int, str]) -> Grid:
    heads = [gettext("Place"), gettext("№"), gettext("Project"), gettext("Total"), gettext("Decided by")]
    rows = [
        [
            str(one["place"]),
            str(one["application"]),
            titles[one["application"]],
            one["total"],
            str(TieRule(one["decided_by"]).label) if one["decided_by"] else "",
        ]
        for one in told["ranking"]
    ]
    return Grid(gettext("Ranking"), heads, rows, [True, True, False, True, False])


def _awards(told: Told, titles: dict[int, str]) -> Grid:
    rows = [
        [
            str(one["application"]),
            titles.get(one["application"], ""),
            " · ".join(filter(None, (one["award"], one["prize"]))),
            one["note"],
        ]
        for one in told["awards"]
    ]
    heads = [gettext("№"), gettext("Project"), gettext("Award"), gettext("Note of the jury")]
    return Grid(gettext("Awards"), heads, rows, [True, False, False, False])


def _marks(told: Told, one: Told, names: dict[int, str]) -> Grid:
    criteria: Sequence[int] = [row["id"] for row in told["criteria"]]
    rows = [
        [names[sheet["juror"]], *(str(sheet["marks"][str(criterion)]) for criterion in criteria)]
        for sheet in one["sheets"]
    ]
    heads = [gettext("Juror"), *(str(index) for index in range(1, len(criteria) + 1))]
    return Grid(f"№ {one['number']} · {one['title']}", heads, rows, [False, *(True for _one in criteria)])
