"""Reports of viewings: `POST /viewed/`, answered before Django.

The player of every page says every twenty seconds what it has played since it last said so, also for guests and in frames of other
sites. The right to report is the pass that it was given (`services.viewing.passes`), checked here without the database.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from nastavnik.audience.services.viewing import passes
from nastavnik.audience.services.viewing.counting import Answer, Report, take_reports
from nastavnik.core import clock
from nastavnik.core.connections import tried_twice, with_database
from nastavnik.core.group_commit import GroupCommit
from nastavnik.core.http.reports import Reply, answer_report
from nastavnik.core.played import BadReport, parsed
from nastavnik.core.sealing import key_for

PREFIX = "/viewed/"
# What waits in the memory of a process is written within a second; more would only wait longer.
MOST_WAITING = 5000
MOST_AT_ONCE = 1000
# What a browser takes for the end of a film lies a little behind what the school measured.
END_TOLERANCE_SECONDS = 2.0
# Who plays faster than the player offers waits so long before the same is said again; then there was time for it, or for more of it.
TOO_FAST_SECONDS = 20
# no broadcast is longer
LONGEST_SECONDS = 48 * 3600

REPLIES = {
    Answer.TAKEN: HTTPStatus.NO_CONTENT,
    Answer.TOO_FAST: HTTPStatus.TOO_MANY_REQUESTS,
    Answer.GONE: HTTPStatus.GONE,
}


async def viewed(scope: Any, receive: Any, send: Any) -> None:
    """Answer a page that reports what it has played."""
    await answer_report(scope, receive, send, path=PREFIX, take=_take)


async def _take(body: bytes) -> Reply:
    answer = await commits.put(report_of(body, clock.now().timestamp()))
    return Reply(REPLIES[answer], retry_seconds=TOO_FAST_SECONDS if answer is Answer.TOO_FAST else 0)


def report_of(body: bytes, now: float) -> Report:
    """Return what a body reports. Raises `BadReport`, `core.passes.Forged`, `core.passes.Expired`."""
    said = parsed(body)
    allowed = passes.read(said.words, key_for(passes.PURPOSE), now)
    longest = (allowed.length or LONGEST_SECONDS) + END_TOLERANCE_SECONDS
    # no number at all is neither smaller nor larger
    if said.number == 0 or not all(0 <= begin < end <= longest for begin, end in said.pieces):
        raise BadReport
    return Report(allowed, said.number, [(begin, end) for begin, end in said.pieces])


@with_database
def write_reports(reports: list[Report]) -> Sequence[Answer]:
    """Make reports durable."""
    return tried_twice(lambda: take_reports(reports, now=clock.now()))


commits: GroupCommit[Report, Answer] = GroupCommit(write_reports, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE)
