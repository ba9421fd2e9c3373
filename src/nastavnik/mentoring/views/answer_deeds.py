"""What the buttons of the answer desk do. Each keeps what is typed first: a refusal loses nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.mentoring.forms.answering import AnswerForm
from nastavnik.mentoring.selectors.answer_desk import Place
from nastavnik.mentoring.services import answering as services


@dataclass(frozen=True, slots=True)
class Deed:
    """A button, and what is said when it has done its work."""

    call: Callable[[Place, AnswerForm, datetime], Any]
    said: str | Promise


def keep(place: Place, form: AnswerForm, now: datetime) -> Any:
    """Keep what is written; the first time it makes the draft."""
    row = place.row or services.draft_for(place.actor, place.consultation, now=now)
    return services.save(actor=place.actor, recommendation_id=row.pk, now=now, **form.typed())


def send(place: Place, form: AnswerForm, now: datetime) -> Any:
    """Send the recommendation."""
    row = keep(place, form, now)
    return services.send(actor=place.actor, recommendation_id=row.pk, version=row.version, now=now, **form.known)


def ask(place: Place, form: AnswerForm, now: datetime) -> Any:
    """Ask the asker; the draft stays."""
    keep(place, form, now)
    question = form.cleaned_data["question"]
    return services.ask_back(actor=place.actor, consultation_id=place.consultation.pk, text=question, now=now)


def correct(place: Place, form: AnswerForm, now: datetime) -> Any:
    """Let a sent recommendation say what is written now."""
    row = keep(place, form, now)
    text = form.cleaned_data["text"]
    return services.correct(actor=place.actor, recommendation_id=row.pk, version=row.version, text=text, now=now)


DEEDS = {
    "keep": Deed(keep, _("The draft is kept.")),
    "send": Deed(send, _("The recommendation is sent.")),
    "ask": Deed(ask, _("The question is sent. The term stands still until there is a reply.")),
    "correct": Deed(correct, _("The recommendation is corrected, and the asker is told.")),
}
