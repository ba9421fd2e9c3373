"""What a check of the doctor answers."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a thing is: well, worth knowing, or broken."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(slots=True)
class Finding:
    """One thing that was looked at; `advice` says what to do when it is not well."""

    mark: Mark
    told: str
    advice: str = ""
    what: str = ""


def ok(told: str) -> Finding:
    """Return: all is well."""
    return Finding(Mark.OK, told)


def warn(told: str, advice: str) -> Finding:
    """Return: the school works, but an operator should know."""
    return Finding(Mark.WARN, told, advice)


def fail(told: str, advice: str) -> Finding:
    """Return: something that people need does not work."""
    return Finding(Mark.FAIL, told, advice)
