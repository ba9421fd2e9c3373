"""What authors show of their ideas, and the votes of readers, which change no place."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, GalleryEntry, ReaderVote
from nastavnik.contest.permissions import can_edit_application
from nastavnik.contest.selectors.results.gallery import ideas_of
from nastavnik.contest.services.results.refusals import NoReadersVote, NothingToShow, ShownAfterRelease, TooManyVotes
from nastavnik.core import journal
from nastavnik.core.memory import forget_all
from nastavnik.core.pace import is_within
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

LONGEST_SUMMARY = 2000
# of guests behind one network address: a whole library may sit there
WINDOW_SECONDS = 3600
MOST_GUEST_VOTES = 60


@transaction.atomic
def show_idea(
    *, actor: Actor, application_id: int, summary: str, is_public: bool, names_authors: bool, now: datetime
) -> GalleryEntry:
    """Keep what everybody may read of an application, or let it be hers alone again. Raises `ShownAfterRelease`, `NothingToShow`."""
    application = Application.objects.select_related("contest__school").get(pk=application_id)
    if not can_edit_application(actor, application):
        raise PermissionDenied
    if application.contest.released_at is None or application.state != ApplicationState.ADMITTED:
        raise ShownAfterRelease
    words = summary.replace("\r\n", "\n").strip()[:LONGEST_SUMMARY]
    if is_public and not words:
        raise NothingToShow
    told = {"summary": words, "is_public": is_public, "names_authors": names_authors, "changed_at": now}
    entry, _made = GalleryEntry.objects.update_or_create(application=application, defaults=told)
    journal.record(actor=actor, verb="idea shown", subject=application, now=now, is_public=is_public)
    transaction.on_commit(forget_all)
    return entry


@transaction.atomic
def vote_for_idea(*, actor: Actor, application_id: int, guest: str, address: str, now: datetime) -> bool:
    """Vote for an idea, or take the vote back; return whether it stands now. One of a person, or of a browser (`guest`).

    `address`: of the network, counted for guests only. Raises `NoReadersVote`, `TooManyVotes`.
    """
    application = Application.objects.select_related("contest").get(pk=application_id)
    contest = application.contest
    is_shown = contest.removed_at is None and ideas_of(contest).filter(application=application).exists()
    if contest.released_at is None or not contest.has_public_vote or not is_shown:
        raise NoReadersVote
    voter = {"user": actor, "guest": ""} if isinstance(actor, User) else {"user": None, "guest": guest}
    if voter["user"] is None and (
        not guest or not is_within("vote", address, MOST_GUEST_VOTES, seconds=WINDOW_SECONDS)
    ):
        raise TooManyVotes
    vote, is_new = ReaderVote.objects.get_or_create(application=application, **voter, defaults={"voted_at": now})
    if not is_new:
        vote.delete()
    transaction.on_commit(forget_all)
    return is_new
