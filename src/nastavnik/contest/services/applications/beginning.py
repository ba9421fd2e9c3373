"""Beginning an application for a library, choosing its direction, dropping a draft."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, ApplicationFile, Author, Contest, Direction
from nastavnik.contest.permissions import (
    can_apply,
    can_keep_register,
    can_submit_application,
    libraries_headed_by,
)
from nastavnik.contest.selectors.stages import Intake, IntakeNotBegun, IntakeOver, intake_of
from nastavnik.contest.services.applications.files import forget_files
from nastavnik.contest.services.applications.locking import locked, open_locked
from nastavnik.contest.services.applications.refusals import CameLater, LibraryHasEnough, NotSubmitted
from nastavnik.core import journal
from nastavnik.people.models import Library, User

# Those that are the library's one entry; a withdrawn one makes room.
COUNTED = frozenset(ApplicationState) - {ApplicationState.WITHDRAWN}


@transaction.atomic
def begin_application(
    *,
    actor: User,
    contest_id: int,
    library_id: int,
    direction_id: int | None,
    now: datetime,
    received_at: datetime | None = None,
) -> Application:
    """Begin an application of a library. With `received_at` it is one that came on paper then, and whoever keeps the register types it.

    Raises `LibraryHasEnough`, `IntakeNotBegun`, `IntakeOver`, `CameLater`.
    """
    contest = _locked_contest(contest_id)
    library = Library.objects.get(pk=library_id)
    if not _may_begin(actor, contest, library, is_paper=received_at is not None):
        raise PermissionDenied
    intake = _intake(contest, now, received_at)
    if not has_room(contest, library_id):
        raise LibraryHasEnough
    application = Application.objects.create(
        contest=contest,
        direction=_direction(contest, direction_id),
        library=library,
        typed_by=actor if received_at else None,
        created_at=now,
        changed_at=now,
        submitted_at=received_at,
        is_late=bool(received_at) and intake is Intake.LATE,
    )
    if not received_at:
        Author.objects.create(application=application, user=actor, is_head=True, added_at=now)
    journal.record(actor=actor, verb="begun", subject=application, now=now, library=library.label)
    return application


def _may_begin(actor: User, contest: Contest, library: Library, *, is_paper: bool) -> bool:
    """Tell whether she may: from paper whoever keeps the register, else the head of the library alone."""
    if is_paper:
        return can_keep_register(actor, contest) and can_apply(actor, contest, library)
    return libraries_headed_by(actor, contest).filter(pk=library.pk).exists()


def _locked_contest(contest_id: int) -> Contest:
    return Contest.objects.select_for_update(of=("self",), no_key=True).select_related("school").get(pk=contest_id)


def _intake(contest: Contest, now: datetime, received_at: datetime | None) -> Intake:
    if received_at and received_at > now:
        raise CameLater
    intake = intake_of(contest, received_at or now)
    if intake is Intake.NOT_YET:
        raise IntakeNotBegun
    if intake is Intake.CLOSED:
        raise IntakeOver
    return intake


def has_room(contest: Contest, library_id: int | None, *, besides: int | None = None) -> bool:
    """Tell whether a library may have one more application, besides one of its own; the contest must be locked."""
    others = Application.objects.filter(contest=contest, library=library_id, is_sample=False, state__in=COUNTED)
    counted = others if besides is None else others.exclude(pk=besides)
    return counted.count() < contest.most_of_a_library


def _direction(contest: Contest, direction_id: int | None) -> Direction | None:
    return None if direction_id is None else Direction.objects.get(pk=direction_id, contest=contest)


@transaction.atomic
def choose_direction(*, actor: User, application_id: int, direction_id: int, now: datetime) -> Application:
    """Choose for whom the project is. Raises `NotOpenForWriting`, `Direction.DoesNotExist`."""
    application = open_locked(actor, application_id)
    application.direction = _direction(application.contest, direction_id)
    application.changed_at = now
    application.save(update_fields=["direction", "changed_at"])
    return application


@transaction.atomic
def drop_draft(*, actor: User, application_id: int, now: datetime) -> Contest:
    """Remove an application that was never submitted, with its files. Raises `NotSubmitted`."""
    application = locked(actor, application_id, right=can_submit_application)
    if application.state != ApplicationState.DRAFT:
        raise NotSubmitted
    forget_files(ApplicationFile.objects.filter(application=application))
    journal.record(actor=actor, verb="draft_dropped", subject=application, now=now, title=application.title)
    application.delete()
    return application.contest
