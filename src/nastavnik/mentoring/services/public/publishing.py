"""A public answer becomes public, is found by the search, and is taken off again."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from nastavnik.core import journal
from nastavnik.core.events import publish as tell
from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.events import AnswerPublished, AnswerWithdrawn
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.mentoring.selectors.public.wording import hash_of
from nastavnik.mentoring.services.public import letters
from nastavnik.mentoring.services.public.preparing import locked
from nastavnik.mentoring.services.public.refusals import AnswerEmpty, ConsentMissing, SavedMeanwhile
from nastavnik.people.models import User
from nastavnik.search.services import forget_answer, index_answer


@transaction.atomic
def publish(*, actor: User, answer_id: int, version: int, now: datetime) -> PublicAnswer:
    """Let everybody read an answer. Safe to repeat.

    `version` is that of the preview which the methodist has seen. Raises `SavedMeanwhile`, `AnswerEmpty`, and
    `ConsentMissing` where somebody can be recognised and the asker has not consented to these very words.
    """
    answer = locked(actor, answer_id)
    if answer.state == PublicState.PUBLIC:
        return answer
    if version != answer.version:
        raise SavedMeanwhile
    check_whole(answer)
    if answer.needs_consent and answer.consented_hash != hash_of(answer):
        raise ConsentMissing
    answer.state, answer.published_at, answer.withdrawn_at = PublicState.PUBLIC, now, None
    answer.save(update_fields=["state", "published_at", "withdrawn_at"])
    index_again(answer)
    journal.record(actor=actor, verb="public_answer_published", subject=answer, now=now)
    letters.tell_asker(answer, "made_public", f"answer-public-{answer.token}-{answer.version}", now)
    tell(AnswerPublished(answer_id=answer.pk))
    return answer


def check_whole(answer: PublicAnswer) -> None:
    """Raise `AnswerEmpty` where something is missing that every reader needs."""
    if not (answer.title and answer.question and answer.answer):
        raise AnswerEmpty


def index_again(answer: PublicAnswer) -> None:
    """Let the search find an answer that is public, and forget any other."""
    if answer.state != PublicState.PUBLIC:
        forget_answer(school=answer.school, origin=origin_of(answer))
        return
    index_answer(
        school=answer.school,
        origin=origin_of(answer),
        texts=[answer.title, answer.question, answer.answer],
        url=f"consultations/answers/{answer.token}/",
        said_at=answer.published_at or answer.changed_at,
    )


def origin_of(answer: PublicAnswer) -> str:
    """Return by what the search knows an answer for ever."""
    return f"mentoring.answer/{answer.pk}"


def take_off(answer: PublicAnswer, now: datetime) -> None:
    """Take a locked answer off the public pages and out of the search."""
    answer.state, answer.withdrawn_at = PublicState.WITHDRAWN, now
    answer.save(update_fields=["state", "withdrawn_at"])
    index_again(answer)
    tell(AnswerWithdrawn(answer_id=answer.pk))


@transaction.atomic
def withdraw(*, actor: User, answer_id: int, now: datetime) -> PublicAnswer:
    """Let an answer be public no more; it is kept, and may be changed and published again. Safe to repeat."""
    answer = locked(actor, answer_id)
    if answer.state == PublicState.PUBLIC:
        take_off(answer, now)
        journal.record(actor=actor, verb="public_answer_withdrawn", subject=answer, now=now)
    return answer


def note_helped(*, answer_id: int) -> None:
    """Count a reader for whom a public answer was the one that she looked for. Who it was is kept nowhere."""
    PublicAnswer.objects.filter(pk=answer_id, state=PublicState.PUBLIC).update(helped=F("helped") + 1)
