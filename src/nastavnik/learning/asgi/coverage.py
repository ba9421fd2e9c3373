"""Reports of what was played: `POST /watched/`, answered before Django.

Every page that plays a film reports every few seconds: no other address of the school is asked so often. The right to report is
the pass that the page was given (`watching.passes`); it is checked here without the database. A report is answered when it is
durable, many of them in one transaction (`core.group_commit`).
"""

import math
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from nastavnik.core import clock
from nastavnik.core.connections import tried_twice, with_database
from nastavnik.core.group_commit import GroupCommit
from nastavnik.core.http.reports import Reply, answer_report
from nastavnik.core.played import parsed
from nastavnik.core.sealing import key_for
from nastavnik.learning.selectors.progress import PURPOSE
from nastavnik.learning.services.coverage import Answer, Later, Report, Taken, take_reports
from nastavnik.learning.watching import passes
from nastavnik.learning.watching.seconds import bits_of

PREFIX = "/watched/"
# What waits in the memory of a process is written within a second; more would only wait longer.
MOST_WAITING = 5000
MOST_AT_ONCE = 1000


async def watched(scope: Any, receive: Any, send: Any) -> None:
    """Answer a page that reports what it has played."""
    await answer_report(scope, receive, send, path=PREFIX, take=_take)


async def _take(body: bytes) -> Reply:
    answer = await commits.put(report_of(body, clock.now().timestamp()))
    if isinstance(answer, Taken):
        return Reply(HTTPStatus.OK, b'{"watched":%d}' % answer.watched_seconds)
    if isinstance(answer, Later):
        wait = max(math.ceil(answer.wait_seconds), 1)
        return Reply(HTTPStatus.TOO_MANY_REQUESTS, b'{"wait":%d}' % wait, retry_seconds=wait)
    return Reply(HTTPStatus.GONE)


def report_of(body: bytes, now: float) -> Report:
    """Return what a body reports. Raises `BadReport`, `passes.Forged`, `passes.Expired`."""
    said = parsed(body)
    allowed = passes.read(said.words, key_for(PURPOSE), now)
    length = allowed.length_at(now)
    return Report(
        user_id=allowed.user_id,
        video_id=allowed.video_id,
        bits=bits_of(said.pieces, length),
        length=length,
        counts_at=allowed.counts_at,
        since=float(allowed.issued_at),
    )


@with_database
def write_reports(reports: list[Report]) -> Sequence[Answer]:
    """Make reports durable."""
    return tried_twice(lambda: take_reports(reports, now=clock.now()))


commits: GroupCommit[Report, Answer] = GroupCommit(write_reports, most_waiting=MOST_WAITING, most_at_once=MOST_AT_ONCE)
