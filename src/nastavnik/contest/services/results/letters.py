"""The letter to an applicant as a methodist leaves it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.models import Application, Decision
from nastavnik.contest.selectors.results.letters import gets_letter
from nastavnik.contest.services.results.deciding import decision_of, save_decision
from nastavnik.contest.services.results.parts import led_contest
from nastavnik.core import journal
from nastavnik.people.permissions import Actor

LONGEST_LETTER = 10_000


@transaction.atomic
def edit_letter(*, actor: Actor, application_id: int, letter: str, version: int, now: datetime) -> Decision:
    """Keep the letter to an applicant; an empty one is written anew by the school. `version` as of `decide`.

    Raises `DecidedMeanwhile`, `AlreadyReleased`, `ReviewGoesOn`.
    """
    application = Application.objects.get(pk=application_id)
    led_contest(actor, application.contest_id, now)
    if not gets_letter(application):
        raise PermissionDenied
    decision = decision_of(application, version=version, now=now)
    decision.letter = letter.replace("\r\n", "\n").strip()[:LONGEST_LETTER]
    decision.letter_edited_at = now if decision.letter else None
    save_decision(decision, actor, now)
    journal.record(actor=actor, verb="letter edited", subject=application, now=now, is_own=bool(decision.letter))
    return decision
