"""Submitting and withdrawing. What is submitted is numbered without gaps, kept as a whole, and has a hash."""

from datetime import datetime
from threading import Lock

from django.db import transaction

from nastavnik.contest.enums import OPEN_STATES, ApplicationState
from nastavnik.contest.events import ApplicationSubmitted
from nastavnik.contest.models import Application, Contest, Direction, FormalCheck, ScoreSheet, Submission
from nastavnik.contest.permissions import can_submit_application
from nastavnik.contest.selectors.applications.content import Content, content_of, missing_in
from nastavnik.contest.selectors.setup import Form, form_of
from nastavnik.contest.selectors.stages import Intake, intake_of, is_late, may_submit
from nastavnik.contest.services import snapshots
from nastavnik.contest.services.applications import telling
from nastavnik.contest.services.applications.beginning import has_room
from nastavnik.contest.services.applications.locking import locked
from nastavnik.contest.services.applications.refusals import (
    JuryHasBegun,
    LibraryHasEnough,
    NotComplete,
    NotSubmitted,
    WithdrawalOver,
)
from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User

# In the last minute all want to write. SQLite lets whoever comes try again and again for so long, and some never win; so the
# threads of a process stand in line here, before they ask the database. On PostgreSQL they would wait for the contest's row.
_turn = Lock()


def submit_application(*, actor: User, application_id: int, now: datetime) -> Submission:
    """Submit an application as it stands; `now` is the moment at which the school was asked to, by its own clock.

    What the secretary types from paper need not be complete: she types what there is, and the formal check says the rest.
    Raises `NotOpenForWriting`, `IntakeNotBegun`, `IntakeOver`, `ReturnOver`, `NotComplete`, `LibraryHasEnough`.
    """
    with _turn:
        return _submit(actor, application_id, now)


@transaction.atomic
def _submit(actor: User, application_id: int, now: datetime) -> Submission:
    application = locked(actor, application_id, right=can_submit_application)
    if refusal := may_submit(application, now):
        raise refusal
    form, content = form_of(application.contest), content_of(application)
    if application.typed_by_id is None:
        _check_complete(application, form, content)
    was_returned = application.state == ApplicationState.RETURNED
    _mark_submitted(application, now)
    submission = _keep(application, actor, now, snapshots.taken_of(application, form, content))
    journal.record(
        actor=actor, verb="submitted", subject=application, now=now, turn=submission.turn, sha256=submission.sha256
    )
    publish(ApplicationSubmitted(application_id=application.pk, submission_id=submission.pk))
    telling.tell_of_submission(application=application, submission=submission, now=now)
    if was_returned:
        telling.tell_of_correction(
            application=application, submission=submission, checked_by=_last_check(application), now=now
        )
    return submission


def _check_complete(application: Application, form: Form, content: Content) -> None:
    has_directions = Direction.objects.filter(contest=application.contest_id).exists()
    if missing_in(application, form, content, has_directions=has_directions):
        raise NotComplete


def _mark_submitted(application: Application, now: datetime) -> None:
    """Give the application its number and moment. Whoever comes next waits here for the end of this transaction."""
    contest = Contest.objects.select_for_update(no_key=True).get(pk=application.contest_id)
    if not has_room(contest, application.library_id, besides=application.pk):
        raise LibraryHasEnough
    if application.number is None:
        contest.last_number += 1
        contest.save(update_fields=["last_number"])
        application.number = contest.last_number
    application.is_late = is_late(application, now)
    # of one that came on paper it is the moment when it came
    if application.typed_by_id is None or application.submitted_at is None:
        application.submitted_at = now
    application.state = ApplicationState.SUBMITTED
    application.return_until = None
    application.changed_at = now
    application.save(update_fields=["number", "is_late", "submitted_at", "state", "return_until", "changed_at"])


def _keep(application: Application, actor: User, now: datetime, snapshot: tuple[snapshots.Taken, str]) -> Submission:
    taken, sha256 = snapshot
    return Submission.objects.create(
        application=application,
        turn=Submission.objects.filter(application=application).count() + 1,
        taken=taken,
        sha256=sha256,
        submitted_by=actor,
        submitted_at=now,
        is_late=application.is_late,
    )


def _last_check(application: Application) -> User | None:
    check = FormalCheck.objects.filter(application=application).select_related("checked_by").last()
    return check.checked_by if check else None


@transaction.atomic
def withdraw_application(*, actor: User, application_id: int, now: datetime) -> Application:
    """Take an application back, to correct it or for good, while the intake lasts; its number stays its own.

    Raises `NotSubmitted`, `WithdrawalOver`, and `JuryHasBegun`: marks would count for words that nobody has judged.
    """
    application = locked(actor, application_id, right=can_submit_application)
    if application.state in OPEN_STATES or application.state == ApplicationState.REJECTED:
        raise NotSubmitted
    if intake_of(application.contest, now) not in {Intake.OPEN, Intake.LATE}:
        raise WithdrawalOver
    if ScoreSheet.objects.filter(application=application, version__gt=0).exists():
        raise JuryHasBegun
    application.state, application.changed_at = ApplicationState.WITHDRAWN, now
    # it may be forgotten like any draft: its authors are reminded of it again
    application.reminded_at = None
    application.save(update_fields=["state", "changed_at", "reminded_at"])
    journal.record(actor=actor, verb="withdrawn", subject=application, now=now)
    telling.tell_of_withdrawal(application=application, now=now)
    return application
