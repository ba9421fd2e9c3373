"""What applications to funds tell the apps above them. See docs/architecture/events.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GrantBegun:
    """An application to a fund was begun."""

    grant_id: int


@dataclass(frozen=True, slots=True)
class GrantStateChanged:
    """An application to a fund went on: it was checked, submitted, admitted, won or refused; or back."""

    grant_id: int
    state: str
