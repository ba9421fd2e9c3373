"""Spreads applications over jurors: each application gets as many as it needs, and nobody has much more than another.

Who may judge an application at all is told beforehand: not the recused, not those who have it already, not those of its
library. Besides that a juror may be given anything, so an application is short of jurors only where too few may judge it.
The rest is evenness: sheets are moved along paths from the most loaded to the least loaded until no path makes it more even
(optimal semi-matchings: Harvey, Ladner, Lovász, Tamir, 2006), which is the evenest there is.
"""

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# So many sheets more than another has somebody who can be relieved by her: handing one over leaves both nearer.
UNEVEN = 2


@dataclass(frozen=True, slots=True)
class Need:
    """An application that needs `count` more sheets from some of `jurors`."""

    application: int
    count: int
    jurors: frozenset[int]


@dataclass(frozen=True, slots=True)
class Spread:
    """What is given to whom, as pairs (juror, application), and how many sheets each application lacks still."""

    given: tuple[tuple[int, int], ...]
    lacking: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Step:
    """An application that its holder hands on to a juror."""

    application: int
    juror: int


def spread(needs: Sequence[Need], loads: Mapping[int, int], *, seed: str) -> Spread:
    """Return an even spread. `loads`: how many sheets each juror has already; `seed` decides between equals, always alike."""
    known = {juror: loads.get(juror, 0) for need in needs for juror in need.jurors} | dict(loads)
    given: dict[int, set[int]] = {}
    # who has the fewest to choose from chooses first
    for need in sorted(needs, key=lambda need: (len(need.jurors) - need.count, need.application)):
        given[need.application] = _lightest(need, known, seed)
        for juror in given[need.application]:
            known[juror] += 1
    _even(given, {need.application: need.jurors for need in needs}, known)
    pairs = sorted((juror, application) for application, jurors in given.items() for juror in jurors)
    lacking = {need.application: need.count - len(given[need.application]) for need in needs}
    return Spread(tuple(pairs), {application: count for application, count in lacking.items() if count > 0})


def _lightest(need: Need, loads: Mapping[int, int], seed: str) -> set[int]:
    def rank(juror: int) -> tuple[int, str]:
        # by a hash, so that the same three do not meet again and again
        mixed = hashlib.sha256(f"{seed}:{need.application}:{juror}".encode()).hexdigest()
        return loads[juror], mixed

    return set(sorted(need.jurors, key=rank)[: max(need.count, 0)])


def _even(given: dict[int, set[int]], allowed: Mapping[int, frozenset[int]], loads: dict[int, int]) -> None:
    """Move sheets until nobody can be relieved by somebody who has at least two fewer. Each move makes it more even, so it ends."""
    held: dict[int, set[int]] = {juror: set() for juror in loads}
    for application, jurors in given.items():
        for juror in jurors:
            held[juror].add(application)
    heavy, path = _next_move(given, allowed, held, loads)
    while path:
        _move(heavy, path, given, held)
        loads[heavy] -= 1
        loads[path[-1].juror] += 1
        heavy, path = _next_move(given, allowed, held, loads)


def _next_move(
    given: Mapping[int, set[int]],
    allowed: Mapping[int, frozenset[int]],
    held: Mapping[int, set[int]],
    loads: Mapping[int, int],
) -> tuple[int, list[_Step]]:
    """Return who can be relieved, the most loaded first, and by which steps; no steps when nobody can."""
    fewest = min(loads.values(), default=0)
    for heavy in sorted(loads, key=lambda juror: (-loads[juror], juror)):
        if loads[heavy] - fewest < UNEVEN:
            break
        if path := _relief(heavy, given, allowed, held, loads):
            return heavy, path
    return 0, []


def _relief(
    heavy: int,
    given: Mapping[int, set[int]],
    allowed: Mapping[int, frozenset[int]],
    held: Mapping[int, set[int]],
    loads: Mapping[int, int],
) -> list[_Step]:
    """Return the shortest way to hand one sheet of `heavy` on; empty where nobody with two fewer is at its end."""
    came: dict[int, tuple[int, _Step]] = {}
    waiting = deque([heavy])
    while waiting:
        juror = waiting.popleft()
        for application in sorted(held[juror]):
            for other in sorted(allowed[application] - given[application] - came.keys() - {heavy}):
                came[other] = (juror, _Step(application, other))
                if loads[heavy] - loads[other] >= UNEVEN:
                    return _steps(heavy, other, came)
                waiting.append(other)
    return []


def _steps(heavy: int, light: int, came: Mapping[int, tuple[int, _Step]]) -> list[_Step]:
    steps: list[_Step] = []
    juror = light
    while juror != heavy:
        juror, step = came[juror]
        steps.append(step)
    return steps[::-1]


def _move(heavy: int, path: list[_Step], given: dict[int, set[int]], held: dict[int, set[int]]) -> None:
    giver = heavy
    for step in path:
        given[step.application].remove(giver)
        given[step.application].add(step.juror)
        held[giver].remove(step.application)
        held[step.juror].add(step.application)
        giver = step.juror
