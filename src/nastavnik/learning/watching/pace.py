"""Nobody plays an hour in a minute: what somebody says she played must fit into the time that she had for it.

A second played for the first time uses up a part of the viewer's own time, which runs from when her page was made
(a leaky bucket kept as one moment: the generic cell rate algorithm). There is one for each film and one for all films together:
many pages left open are not many viewers. Seconds that were played before cost nothing, so that
reports may come twice.
"""

# The player offers two at most; the rest is for clocks and rounding.
FASTEST = 2.2
SLACK_SECONDS = 30.0
# Over all films together somebody's unused time is kept for so long: what was watched for an evening without a network comes at once.
MOST_SAVED_SECONDS = 4 * 3600.0


class TooFast(Exception):
    """More was played than there was time for; it fits in `wait_seconds`."""

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(wait_seconds)
        self.wait_seconds = wait_seconds


def paid(until: float, *, seconds: int, since: float, most: float, now: float) -> float:
    """Return up to when the viewer's time is used up after `seconds` more. Raises `TooFast`.

    All moments are seconds of one clock. `until`: up to when it was used up before; `since`: when it began to run;
    `most`: so much of unused time is kept at most, the length of the film.
    """
    after = max(until, since, now - most) + seconds / FASTEST
    if after > now + SLACK_SECONDS:
        raise TooFast(after - now - SLACK_SECONDS)
    return after
