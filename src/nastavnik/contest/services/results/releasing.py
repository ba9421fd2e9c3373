"""The release: one act after which results are public and everybody is written to. It is never taken back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.events import ResultsReleased
from nastavnik.contest.models import Contest, Decision, Juror
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.selectors.results.computed import Computed
from nastavnik.contest.selectors.results.letters import LetterRow, letters_of, readers_of, written_to
from nastavnik.contest.selectors.results.lookup import check_review_is_over
from nastavnik.contest.selectors.results.minutes import is_fresh, last_minutes
from nastavnik.contest.selectors.results.told import decisions_of
from nastavnik.contest.services.results.issuing import issue_diplomas
from nastavnik.contest.services.results.parts import decided_ranking, locked_contest
from nastavnik.contest.services.results.refusals import DecisionsMissing, MinutesMissing
from nastavnik.contest.services.results.telling import tell_applicants, tell_jurors
from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.memory import forget_all
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@transaction.atomic
def release_results(*, actor: Actor, contest_id: int, now: datetime) -> int:
    """Make the results public and write to every applicant; return to how many people. Once: later calls do nothing.

    Raises `ReviewGoesOn`, `NoRanking`, `ChairNeeded`, `DecisionsMissing`, `MinutesMissing`.
    """
    contest = locked_contest(contest_id)
    if not can_run_contest(actor, contest):
        raise PermissionDenied
    if contest.released_at is not None:
        return 0
    check_review_is_over(contest, now)
    _check_ready(contest, decided_ranking(contest))
    applications = list(written_to(contest).only("library_id"))
    letters = letters_of(contest, now, readers_of(applications), [one.pk for one in applications])
    _keep_letters(letters, actor, now)
    contest.released_at = now
    contest.version += 1
    contest.save(update_fields=["released_at", "version"])
    issue_diplomas(contest, now=now)
    told = tell_applicants(contest, letters, now=now)
    jurors = Juror.objects.filter(contest=contest, user__isnull=False, accepted_at__isnull=False)
    tell_jurors(contest, list(jurors.values_list("user_id", flat=True)), now=now)
    journal.record(actor=actor, verb="results released", subject=contest, now=now, letters=told)
    publish(ResultsReleased(contest_id=contest.pk))
    transaction.on_commit(forget_all)
    return told


def _check_ready(contest: Contest, found: Computed) -> None:
    """Raise `DecisionsMissing` or `MinutesMissing` when what is decided is not what the sheets or the minutes say."""
    places = {found.applications[one.score.application].pk: one.place for one in found.places}
    decided = decisions_of(contest)
    if {one.application_id: one.place for one in decided if one.place is not None} != places:
        raise DecisionsMissing
    last = last_minutes(contest)
    if last is None or not is_fresh(contest, found, decided, last.result_sha256):
        raise MinutesMissing


def _keep_letters(letters: list[LetterRow], actor: Actor, now: datetime) -> None:
    """Keep every letter as it was sent."""
    user = actor if isinstance(actor, User) else None
    for row in letters:
        decision = row.decision or Decision(application=row.application, decided_at=now, decided_by=user)
        decision.letter = row.text
        decision.save()
