"""How long there is to answer, as people say it in queues and tables."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors.terms import Rules, is_overdue, rules_of, time_left, whole_hours, working_hours_of
from nastavnik.mentoring.terms import WorkingHours
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class TermWords:
    """What is left of a term. `kind` is that of a badge; `due_at` is the end, where one is running."""

    text: str
    kind: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reckoner:
    """Says what is left of many terms of one school."""

    rules: Rules
    hours: WorkingHours

    def words(self, consultation: Consultation, now: datetime) -> TermWords:
        """Return what is left of the term of an open question; nothing of one that waits for nobody."""
        if consultation.state == ConsultationState.ASKED_BACK:
            return TermWords(self._paused(consultation, now), "neutral", None)
        if consultation.state != ConsultationState.WAITING or consultation.due_at is None:
            return TermWords("", "plain", None)
        if is_overdue(consultation, now):
            return TermWords(_("The term is over"), "wrong", consultation.due_at)
        left = whole_hours(time_left(consultation, self.hours, now))
        kind = "warn" if left < self.rules.warn_hours else "ok"
        return TermWords(left_words(left), kind, consultation.due_at)

    def _paused(self, consultation: Consultation, now: datetime) -> str:
        left = time_left(consultation, self.hours, now)
        if not left:
            return _("The term stands still")
        return _("The term stands still: %(left)s") % {"left": left_words(whole_hours(left))}


def reckoner_of(school: School) -> Reckoner:
    """Return who reckons by the rules of `school`. Two queries."""
    rules = rules_of(school)
    return Reckoner(rules, working_hours_of(school, rules))


def left_words(hours: int) -> str:
    """Say how many working hours are left."""
    if hours == 0:
        return _("less than a working hour left")
    return ngettext("%(count)d working hour left", "%(count)d working hours left", hours) % {"count": hours}
