"""The page of an application as its authors see it: sections, what is missing, who writes, what was submitted, what was said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.gaps import Gap
from nastavnik.contest.checking.values import is_empty
from nastavnik.contest.enums import OPEN_STATES, ApplicationState, FieldKind, FormalVerdict
from nastavnik.contest.models import Application, Author, Direction, FormalCheck, Submission
from nastavnik.contest.permissions import can_submit_application
from nastavnik.contest.selectors.applications.content import Content, content_of, missing_in
from nastavnik.contest.selectors.applications.lookup import application_for
from nastavnik.contest.selectors.applications.onward import Onward, ways_onward
from nastavnik.contest.selectors.applications.own import BADGES
from nastavnik.contest.selectors.setup import Form, Section, form_of
from nastavnik.contest.selectors.stages import Intake, intake_of, may_submit
from nastavnik.core.errors import Refusal
from nastavnik.people.models import User
from nastavnik.programme.models import School

MAY_BE_WITHDRAWN = frozenset({ApplicationState.SUBMITTED, ApplicationState.ADMITTED})


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the list: how much of it is filled in, and who wrote in it last."""

    key: str
    title: str
    url: str
    filled: int
    asked: int
    gaps: int
    changed_at: datetime | None
    changed_by: str

    @property
    def is_done(self) -> bool:
        """Tell whether nothing in it is missing."""
        return not self.gaps


@dataclass(frozen=True, slots=True)
class GapLine:
    """What is missing, with the place where it is filled in."""

    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """Somebody who writes; `remove_url` only where the viewer may remove her."""

    name: str
    is_head: bool
    is_you: bool
    remove_url: str


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """What was submitted, and its papers."""

    turn: int
    submitted_at: datetime
    is_late: bool
    sha256: str
    read_url: str
    receipt_url: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What the formal check said."""

    verdict: str
    badge: str
    message: str
    until: datetime | None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """An application and what can be done with it now."""

    application: Application
    state: str
    badge: str
    library: str
    direction: str
    sections: list[SectionLine]
    gaps: list[GapLine]
    authors: list[AuthorLine]
    submissions: list[SubmissionLine]
    checks: list[CheckLine]
    intake: Intake
    # why it cannot be submitted now, in a sentence; None when its time allows it
    refusal: Refusal | None
    can_write: bool
    # rights of the head, whatever the hour
    can_submit: bool
    can_withdraw: bool
    can_drop: bool
    is_paper: bool
    contest_url: str
    onward: list[Onward]

    @property
    def has_result(self) -> bool:
        """Tell whether the results are out, and this application is among those whose authors were written to."""
        is_out = self.application.contest.released_at is not None
        is_open = self.application.state in {ApplicationState.DRAFT, ApplicationState.WITHDRAWN}
        return is_out and self.application.number is not None and not is_open

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be submitted as it is; from paper whatever there is."""
        return self.can_write and self.refusal is None and (not self.gaps or self.is_paper)


def application_page(user: User, school: School, token: str, now: datetime) -> ApplicationPage:
    """Return the page of an application to whoever writes it. Raises `Application.DoesNotExist`."""
    application = application_for(user, school, token)
    contest, state = application.contest, ApplicationState(application.state)
    can_write, can_submit = state in OPEN_STATES, can_submit_application(user, application)
    sections, gaps = _to_write(application) if can_write else ([], [])
    intake = intake_of(contest, now)
    return ApplicationPage(
        application=application,
        state=str(state.label),
        badge=BADGES[state],
        library=application.library.label if application.library else "",
        direction=application.direction.title if application.direction else "",
        sections=sections,
        gaps=gaps,
        authors=_authors(user, application, can_change=can_write, is_head=can_submit),
        submissions=_submissions(application),
        checks=_checks(application),
        intake=intake,
        refusal=may_submit(application, now),
        can_write=can_write,
        can_submit=can_submit,
        can_withdraw=can_submit and state in MAY_BE_WITHDRAWN and intake in {Intake.OPEN, Intake.LATE},
        can_drop=can_submit and state is ApplicationState.DRAFT,
        is_paper=application.typed_by_id is not None,
        contest_url=reverse("contest:contest", args=[contest.slug]),
        onward=ways_onward(user, application),
    )


def _to_write(application: Application) -> tuple[list[SectionLine], list[GapLine]]:
    form, content = form_of(application.contest), content_of(application)
    has_directions = application.direction_id is None and _has_directions(application)
    gaps = missing_in(application, form, content, has_directions=has_directions)
    asked = asked_keys(form, content.values)
    lines = [_section_line(application, section, content, asked, gaps) for section in form.sections]
    return lines, [gap_line(application, gap) for gap in gaps]


def _has_directions(application: Application) -> bool:
    return Direction.objects.filter(contest=application.contest_id).exists()


def _section_line(
    application: Application, section: Section, content: Content, asked: frozenset[str], gaps: Sequence[Gap]
) -> SectionLine:
    fields = [field for field in section.fields if field.key in asked]
    counts = content.file_counts
    filled = [
        field
        for field in fields
        if (counts[field.key] if field.kind is FieldKind.FILES else not is_empty(content.values.get(field.key)))
    ]
    text = content.texts.get(section.key)
    return SectionLine(
        key=section.key,
        title=section.title,
        url=section_url(application, section.key),
        filled=len(filled),
        asked=len(fields),
        gaps=len({gap.field for gap in gaps if gap.section == section.key}),
        changed_at=text.changed_at if text else None,
        changed_by=text.changed_by.full_name if text and text.changed_by else "",
    )


def section_url(application: Application, key: str) -> str:
    """Return the address of a section of an application."""
    return reverse("contest:application_section", args=[application.token, key])


def gap_line(application: Application, gap: Gap) -> GapLine:
    """Return a gap with the address of its field."""
    if not gap.section:
        return GapLine(gap.label, gap.words, reverse("contest:application_direction", args=[application.token]))
    return GapLine(gap.label, gap.words, f"{section_url(application, gap.section)}#field-{gap.field}")


def _authors(user: User, application: Application, *, can_change: bool, is_head: bool) -> list[AuthorLine]:
    rows = list(Author.objects.filter(application=application).select_related("user").order_by("-is_head", "pk"))
    may_go = can_change and len(rows) > 1
    return [
        AuthorLine(
            name=row.user.full_name,
            is_head=row.is_head,
            is_you=row.user_id == user.pk,
            remove_url=reverse("contest:remove_author", args=[application.token, row.user.token])
            if may_go and (is_head or row.user_id == user.pk)
            else "",
        )
        for row in rows
    ]


def _submissions(application: Application) -> list[SubmissionLine]:
    if application.number is None:
        return []
    rows = Submission.objects.filter(application=application).defer("taken").order_by("-turn")
    return [
        SubmissionLine(
            turn=row.turn,
            submitted_at=row.submitted_at,
            is_late=row.is_late,
            sha256=row.sha256,
            read_url=reverse("contest:submitted_application", args=[application.token, row.turn]),
            receipt_url=reverse("contest:application_receipt", args=[application.token, row.turn]),
        )
        for row in rows
    ]


def _checks(application: Application) -> list[CheckLine]:
    if application.number is None:
        return []
    return [check_line(row) for row in FormalCheck.objects.filter(application=application).order_by("-pk")]


VERDICT_BADGES = {FormalVerdict.ADMIT: "ok", FormalVerdict.RETURN: "warn", FormalVerdict.REJECT: "wrong"}
VERDICT_STATES = {
    FormalVerdict.ADMIT: ApplicationState.ADMITTED,
    FormalVerdict.RETURN: ApplicationState.RETURNED,
    FormalVerdict.REJECT: ApplicationState.REJECTED,
}


def check_line(row: FormalCheck) -> CheckLine:
    """Return a formal check as a page tells it."""
    verdict = FormalVerdict(row.verdict)
    return CheckLine(
        verdict=str(VERDICT_STATES[verdict].label),
        badge=VERDICT_BADGES[verdict],
        message=row.message,
        until=row.until,
        checked_at=row.checked_at,
    )


def neighbours(form: Form, key: str) -> tuple[Section | None, Section | None]:
    """Return the sections before and after one."""
    keys = [section.key for section in form.sections]
    place = keys.index(key)
    before = form.sections[place - 1] if place else None
    return before, form.sections[place + 1] if place + 1 < len(keys) else None
