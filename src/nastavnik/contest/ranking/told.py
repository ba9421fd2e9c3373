"""The marks and the result of a contest as JSON that anybody can compute anew, years later, on any machine.

```text
{"format": "nastavnik-contest/1", "contest": "…", "made_at": "2026-05-20T09:00:00+00:00",
 "criteria": [{"id": 1, "title": "…", "weight": "1.50", "lowest": 0, "highest": 10}, …],     the first is the main one
 "ties": ["main_criterion", …], "chair": [{"application": 3, "rank": 1, "reason": "…"}, …],
 "jurors": [{"id": 1, "name": "…"}, …],
 "applications": [{"number": 3, "title": "…", "direction": "…", "recused": [{"juror": 2, "reason": "…"}],
                   "sheets": [{"juror": 1, "marks": {"1": 9, …}}, …]}, …],
 "ranking": [{"application": 3, "total": "34.50", "place": 1, "decided_by": null}, …]}
```

Applications go by their numbers in the contest. The whole is written down in one way only (`written`), of which the SHA-256 is taken.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from nastavnik.contest.enums import TieRule
from nastavnik.contest.ranking.formula import Judged, Place, Rules, Scale, ranked, scores, shown

FORMAT = "nastavnik-contest/1"
MOST_BYTES = 64 * 2**20

Told = dict[str, Any]


class NotMinutes(ValueError):
    """The file is no minutes of a contest, or of a format that this version does not know."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in minutes that does not come out of their marks."""

    # of the application; nothing where it is of the whole
    number: int | None
    # a place, a total, the rule of a tie, a mark, the hash
    what: str
    told: str
    computed: str


def written(told: Mapping[str, Any]) -> bytes:
    """Return minutes as the bytes whose hash is taken: sorted keys, no spaces, UTF-8."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(told: Mapping[str, Any]) -> str:
    """Return the SHA-256 of minutes in hexadecimal."""
    return hashlib.sha256(written(told)).hexdigest()


def file_of(told: Told) -> bytes:
    """Return the file that is handed out: the minutes and their hash, to be read by people too."""
    whole = {"sha256": digest(told), "told": told}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def ranking_told(places: Iterable[Place]) -> list[Told]:
    """Return a ranking as minutes tell it."""
    return [
        {
            "application": one.score.application,
            "total": f"{shown(one.score.total):.2f}",
            "place": one.place,
            "decided_by": str(one.decided_by) if one.decided_by else None,
        }
        for one in places
    ]


def read_file(content: bytes) -> tuple[Told, str]:
    """Return minutes and the hash that stands beside them. Raises `NotMinutes`."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotMinutes from error
    told = whole.get("told") if isinstance(whole, dict) else None
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(whole.get("sha256"), str):
        raise NotMinutes
    return told, whole["sha256"]


def differences(told: Told, sha256: str) -> list[Difference]:
    """Return what in minutes does not come out of their own marks, or is not what was signed. Raises `NotMinutes`."""
    found = [] if digest(told) == sha256 else [Difference(None, "sha256", sha256, digest(told))]
    try:
        found += _bad_marks(told)
        if not any(one.what == "mark" for one in found):
            found += _bad_places(told["ranking"], ranking_told(computed(told)))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise NotMinutes from error
    return found


def computed(told: Told) -> list[Place]:
    """Return the ranking that comes out of the marks of minutes."""
    scales = [Scale.of(int(one["id"]), Decimal(one["weight"])) for one in told["criteria"]]
    chair = {int(one["application"]): int(one["rank"]) for one in told["chair"]}
    rules = Rules(tuple(map(TieRule, told["ties"])), chair)
    return ranked(scores(scales, _sheets(told)), rules)


def _sheets(told: Told) -> list[Judged]:
    return [
        Judged(int(sheet["juror"]), int(one["number"]), {int(key): mark for key, mark in sheet["marks"].items()})
        for one in told["applications"]
        for sheet in one["sheets"]
    ]


def _bad_marks(told: Told) -> list[Difference]:
    """Return marks that the scale does not have, that are missing, or were given by somebody recused or twice."""
    scales = {int(one["id"]): range(int(one["lowest"]), int(one["highest"]) + 1) for one in told["criteria"]}
    recused = {(int(one["number"]), int(row["juror"])) for one in told["applications"] for row in one["recused"]}
    seen, found = set[tuple[int, int]](), list[Difference]()
    for sheet in _sheets(told):
        key = (sheet.application, sheet.juror)
        if key in recused or key in seen:
            found.append(Difference(sheet.application, "mark", f"juror {sheet.juror}", "not to be counted"))
        seen.add(key)
        found += [
            Difference(sheet.application, "mark", str(sheet.marks.get(criterion)), f"{scale.start} to {scale.stop - 1}")
            for criterion, scale in scales.items()
            if type(sheet.marks.get(criterion)) is not int or sheet.marks[criterion] not in scale
        ]
    return found


def _bad_places(told: Sequence[Told], made: Sequence[Told]) -> list[Difference]:
    rows, found = {one["application"]: one for one in told}, list[Difference]()
    right = {one["application"]: one for one in made}
    for number in sorted(rows.keys() | right.keys()):
        mine, yours = rows.get(number, {}), right.get(number, {})
        found += [
            Difference(number, what, str(mine.get(what)), str(yours.get(what)))
            for what in ("place", "total", "decided_by")
            if mine.get(what) != yours.get(what)
        ]
    return found
