"""The calendar of a fund: which intake comes next, and which was the last."""

from datetime import datetime

from nastavnik.grants.funds.template import FundTemplate, Intake


def open_intakes(template: FundTemplate, now: datetime) -> list[Intake]:
    """Return the intakes that are not over, the nearest end first; the moment of the end still belongs to it."""
    return sorted((one for one in template.intakes if now <= one.closes_at), key=lambda one: one.closes_at)


def next_intake(template: FundTemplate, now: datetime) -> Intake | None:
    """Return the intake that closes next; None: the fund has announced none, or nobody has put it into the template."""
    return next(iter(open_intakes(template, now)), None)


def last_intake(template: FundTemplate, now: datetime) -> Intake | None:
    """Return the intake that closed last; None: none is known."""
    over = [one for one in template.intakes if one.closes_at < now]
    return max(over, key=lambda one: one.closes_at, default=None)
