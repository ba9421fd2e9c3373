"""The script of a card: saved while it is typed, so that nobody's text is written over unseen and none vanishes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard, ScriptRevision
from nastavnik.studio.selectors.shooting.script import mark_of
from nastavnik.studio.services.shooting.locking import open_card

# Who writes on within this time writes in the same revision.
SITTING = timedelta(minutes=10)
MOST_REVISIONS = 50


@dataclass(frozen=True, slots=True)
class SavedScript:
    """What became of a script. `is_late`: somebody else was first, and nothing was written."""

    card: ProductionCard
    is_late: bool = False


@transaction.atomic
def save_script(*, actor: User, card_id: int, text: str, mark: int, now: datetime) -> SavedScript:
    """Keep a script; `mark` names the text that was read. Raises `FilmIsOut`, `PermissionDenied`."""
    card = open_card(actor, card_id)
    if text == card.script:
        return SavedScript(card)
    if mark != mark_of(card.script):
        return SavedScript(card, is_late=True)
    _put(card, text, actor, now)
    return SavedScript(card)


@transaction.atomic
def restore_script(*, actor: User, card_id: int, revision: int, now: datetime) -> ProductionCard:
    """Put a script back that once stood there; what stands there now stays among the revisions.

    Raises `FilmIsOut`, `PermissionDenied`, `ScriptRevision.DoesNotExist`.
    """
    card = open_card(actor, card_id)
    text = ScriptRevision.objects.get(card=card, pk=revision).text
    if text != card.script:
        _put(card, text, actor, now, is_new=True)
        journal.record(actor=actor, verb="script_restored", subject=card, now=now)
    return card


def _put(card: ProductionCard, text: str, actor: User, now: datetime, *, is_new: bool = False) -> None:
    """Put a text in its place, and into the revision that is being written or a new one."""
    newest = ScriptRevision.objects.filter(card=card).first()
    card.script = text
    card.save(update_fields=["script"])
    if newest is None or is_new or newest.written_by_id != actor.pk or now - newest.began_at > SITTING:
        ScriptRevision.objects.create(card=card, text=text, written_by=actor, began_at=now, written_at=now)
        journal.record(actor=actor, verb="script_written", subject=card, now=now)
        old = ScriptRevision.objects.filter(card=card).values_list("pk", flat=True)[MOST_REVISIONS:]
        ScriptRevision.objects.filter(pk__in=list(old)).delete()
        return
    newest.text, newest.written_at = text, now
    newest.save(update_fields=["text", "written_at"])
