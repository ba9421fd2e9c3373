"""The asker says whether an answer in which somebody can be recognised may be public; she may take it back at any time."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.mentoring.permissions import can_consent
from nastavnik.mentoring.selectors.public.wording import hash_of
from nastavnik.mentoring.services.public import letters
from nastavnik.mentoring.services.public.preparing import prepared
from nastavnik.mentoring.services.public.publishing import check_whole, take_off
from nastavnik.mentoring.services.public.refusals import NobodyToAsk, WordsChanged
from nastavnik.people.models import User


@transaction.atomic
def ask_consent(*, actor: User, answer_id: int, now: datetime) -> PublicAnswer:
    """Show the asker the words as they would become public, and ask her. Raises `IsPublic`, `AnswerEmpty`, `NobodyToAsk`."""
    answer = prepared(actor, answer_id)
    check_whole(answer)
    if answer.consultation is None or answer.consultation.asker_id is None:
        raise NobodyToAsk
    answer.state = PublicState.ASKED
    answer.save(update_fields=["state"])
    journal.record(actor=actor, verb="consent_to_a_public_answer_asked_for", subject=answer, now=now)
    letters.tell_asker(answer, "consent_asked", f"consent-asked-{answer.token}-{answer.version}", now)
    return answer


def _shown(actor: User, answer_id: int) -> PublicAnswer:
    rows = PublicAnswer.objects.select_for_update(of=("self",)).select_related("school", "consultation", "theme")
    answer = rows.get(pk=answer_id)
    if not can_consent(actor, answer):
        raise PermissionDenied
    return answer


@transaction.atomic
def consent(*, actor: User, answer_id: int, words_hash: str, now: datetime) -> PublicAnswer:
    """Consent to the words that she was shown, told by their hash. Safe to repeat. Raises `WordsChanged`."""
    answer = _shown(actor, answer_id)
    if answer.state == PublicState.PUBLIC:
        return answer
    if words_hash != hash_of(answer):
        raise WordsChanged
    answer.state, answer.consented_at, answer.consented_hash = PublicState.ASKED, now, words_hash
    answer.save(update_fields=["state", "consented_at", "consented_hash"])
    journal.record(actor=None, verb="public_answer_consented_to", subject=answer, now=now)
    letters.tell_methodist(answer, "consent_given", f"consent-given-{answer.token}-{answer.version}", now)
    return answer


@transaction.atomic
def refuse(*, actor: User, answer_id: int, now: datetime) -> PublicAnswer:
    """Say that it shall not be public; nobody asks why. Safe to repeat."""
    answer = _shown(actor, answer_id)
    if answer.state == PublicState.PUBLIC:
        return take_consent_back(actor=actor, answer_id=answer_id, now=now)
    _say_no(answer, now)
    journal.record(actor=None, verb="public_answer_refused", subject=answer, now=now)
    letters.tell_methodist(answer, "consent_refused", f"consent-refused-{answer.token}-{answer.version}", now)
    return answer


@transaction.atomic
def take_consent_back(*, actor: User, answer_id: int, now: datetime) -> PublicAnswer:
    """Let an answer to her question be public no more, whatever she said before. Safe to repeat."""
    answer = _shown(actor, answer_id)
    if answer.state == PublicState.PUBLIC:
        take_off(answer, now)
        _say_no(answer, now)
        journal.record(actor=None, verb="consent_to_a_public_answer_taken_back", subject=answer, now=now)
        letters.tell_methodist(answer, "consent_taken_back", f"consent-back-{answer.token}-{answer.version}", now)
    return answer


def _say_no(answer: PublicAnswer, now: datetime) -> None:
    answer.state, answer.needs_consent, answer.refused_at = PublicState.REFUSED, True, now
    answer.consented_at, answer.consented_hash = None, ""
    fields = ["state", "needs_consent", "refused_at", "consented_at", "consented_hash"]
    answer.save(update_fields=fields)
