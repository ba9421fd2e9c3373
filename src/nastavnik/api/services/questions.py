"""Questions as programs answer them and make answers public, with the rights of the key's owner."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.api.selectors.shapes.staff import AnswerChanges
from nastavnik.api.selectors.staff.questions import question_at_desk
from nastavnik.core.errors import Refusal
from nastavnik.mentoring.models import RecommendedMoment
from nastavnik.mentoring.selectors.public.desk import answer_to_edit
from nastavnik.mentoring.services import answering, public
from nastavnik.mentoring.services.public.preparing import Words
from nastavnik.people.models import User
from nastavnik.programme.models import School


class AnswerBegun(Refusal):
    """A person is writing, and a program must not write over her words."""

    message = _(
        "You have begun an answer to this question at the desk. It is kept: finish it there, or empty it first."
    )


@transaction.atomic
def answer(*, actor: User, school: School, token: str, text: str, now: datetime) -> None:
    """Send an answer of the key's owner. Raises `Consultation.DoesNotExist`, `AnswerBegun` and what `answering.send` does."""
    draft = answering.draft_for(actor, question_at_desk(actor, school, token), now=now)
    if draft.text.strip() or RecommendedMoment.objects.filter(recommendation=draft).exists():
        raise AnswerBegun
    answering.send(actor=actor, recommendation_id=draft.pk, version=draft.version, text=text, now=now)


def prepare(*, actor: User, school: School, token: str, now: datetime) -> str:
    """Make a public answer of a question; return its token, also of one that there is. Raises what `public.prepare` does."""
    question = question_at_desk(actor, school, token)
    return public.prepare(actor=actor, consultation_id=question.pk, now=now).token


def change(*, actor: User, school: School, token: str, changes: AnswerChanges, now: datetime) -> None:
    """Change what is named. Raises `PublicAnswer.DoesNotExist` and what `public.save` does."""
    row = answer_to_edit(actor, school, token)
    known = {name: getattr(row, name) for name in ("title", "question", "answer", "needs_consent")}
    words = Words(**{**known, **changes.named()}, theme_id=row.theme_id)
    public.save(actor=actor, answer_id=row.pk, version=changes.version, words=words, now=now)


def publish(*, actor: User, school: School, token: str, version: int, now: datetime) -> None:
    """Let everybody read an answer. Raises `PublicAnswer.DoesNotExist` and what `public.publish` does."""
    public.publish(actor=actor, answer_id=answer_to_edit(actor, school, token).pk, version=version, now=now)


def withdraw(*, actor: User, school: School, token: str, now: datetime) -> None:
    """Let an answer be public no more. Raises `PublicAnswer.DoesNotExist`."""
    public.withdraw(actor=actor, answer_id=answer_to_edit(actor, school, token).pk, now=now)
