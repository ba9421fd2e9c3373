"""What is said to a question while a mentor writes: answers of other mentors, and words of the asker.

Both the page and `services.answering.send` know the last of them by the order in which they were said: a draft that was begun
first may be sent last.
"""

from collections.abc import Iterable

from django.utils.translation import gettext

from nastavnik.mentoring.enums import RemarkKind
from nastavnik.mentoring.models import Consultation, Recommendation, Remark
from nastavnik.mentoring.selectors.thread import RemarkRow
from nastavnik.people.models import User


def newest_of_others(actor: User, sent: Iterable[Recommendation]) -> int:
    """Return the number of what another mentor has sent last, of what was sent in its order; 0 for none."""
    return next((one.pk for one in reversed(tuple(sent)) if one.mentor_id != actor.pk), 0)


def newest_of_asker(remarks: Iterable[RemarkRow]) -> int:
    """Return the number of what the asker has said last, of remarks in their order; 0 for none."""
    return next((one.pk for one in reversed(tuple(remarks)) if not one.is_of_mentor), 0)


def last_sent(actor: User, consultation: Consultation) -> Recommendation | None:
    """Return what another mentor has sent last."""
    sent = Recommendation.objects.filter(consultation=consultation, sent_at__isnull=False).exclude(mentor=actor)
    return sent.select_related("mentor").order_by("-sent_at", "-pk").first()


def last_said(consultation: Consultation) -> int:
    """Return the number of what the asker has said last, since she asked; 0 for nothing."""
    said = Remark.objects.filter(consultation=consultation).exclude(kind=RemarkKind.ASK_BACK)
    return said.order_by("-created_at", "-pk").values_list("pk", flat=True).first() or 0


def said_meanwhile(actor: User, consultation: Consultation, *, seen_id: int, heard_id: int) -> str:
    """Return a sentence about what the mentor has not before her: another's answer, else words of the asker; empty for neither."""
    newest = last_sent(actor, consultation)
    if newest is not None and newest.pk != seen_id:
        name = newest.mentor.full_name if newest.mentor else gettext("Another mentor")
        return gettext("%(name)s has answered meanwhile. Your text is kept.") % {"name": name}
    if last_said(consultation) != heard_id:
        return gettext("The asker has added something meanwhile. Your text is kept; open the page again to read it.")
    return ""
