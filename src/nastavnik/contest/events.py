"""What contests tell the apps above them. See docs/architecture/events.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContestOpened:
    """A contest was opened: everybody sees it from its announcement on."""

    contest_id: int


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """An application came in, for the first time or corrected."""

    application_id: int
    submission_id: int


@dataclass(frozen=True, slots=True)
class ApplicationReturned:
    """The formal check gave an application back for correction."""

    application_id: int


@dataclass(frozen=True, slots=True)
class ApplicationAdmitted:
    """The formal check let an application go to the jury."""

    application_id: int


@dataclass(frozen=True, slots=True)
class SheetFinished:
    """A score sheet counts from now on; it may be reopened and finished again."""

    sheet_id: int
    application_id: int


@dataclass(frozen=True, slots=True)
class ResultsReleased:
    """The results of a contest are public, and every applicant was written to."""

    contest_id: int
