"""When the people of a mentorship are expected to hear of each other. Pure."""

from datetime import date, timedelta
from enum import StrEnum


class Pulse(StrEnum):
    """How awake a mentorship is."""

    AWAKE = "awake"
    # the next contact is due
    QUIET = "quiet"
    # another whole rhythm has gone by
    ASLEEP = "asleep"


def contact_due(last: date, every_days: int, planned: date | None = None) -> date:
    """Return the day by which the next contact is expected.

    A meeting that is planned later may keep it waiting, for one rhythm more at most: a plan alone keeps nobody awake.
    """
    usual = last + timedelta(days=every_days)
    if planned is None or planned <= usual:
        return usual
    return min(planned, last + timedelta(days=2 * every_days))


def pulse_of(due_on: date, every_days: int, today: date) -> Pulse:
    """Return how awake a mentorship is on `today`."""
    if today <= due_on:
        return Pulse.AWAKE
    return Pulse.ASLEEP if today > asleep_after(due_on, every_days) else Pulse.QUIET


def asleep_after(due_on: date, every_days: int) -> date:
    """Return the last day on which a mentorship without a contact does not count as asleep."""
    return due_on + timedelta(days=every_days)
