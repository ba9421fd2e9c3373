"""The history of a card in words, out of the journal."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.models import JournalEntry
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard

DONE = {
    "card_begun": _("began the card"),
    "card_edited": _("changed the card"),
    "card_moved": _("moved the card"),
    "card_removed": _("removed the card"),
    "card_restored": _("brought the card back"),
    "card_published": _("published the lesson"),
    "subtitles_checked": _("read the subtitles through"),
    "subtitles_unchecked": _("took back that the subtitles were read through"),
    "step_added": _("added to the checklist"),
    "step_done": _("ticked off"),
    "step_undone": _("took the tick back"),
    "step_removed": _("took off the checklist"),
    "file_added": _("added a file"),
    "file_removed": _("removed a file"),
    "script_written": _("wrote in the script"),
    "script_restored": _("brought an earlier script back"),
    "shots_proposed": _("made shots of the script"),
    "shown_added": _("wrote down somebody who is shown"),
    "shown_asked": _("asked for a consent by mail"),
    "shown_link_made": _("took a link for a consent"),
    "shown_agreed": _("somebody who is shown has agreed"),
    "shown_refused": _("somebody who is shown has not agreed"),
    "shown_signed_on_paper": _("noted a consent on paper"),
    "shown_withdrew": _("somebody who is shown has withdrawn the consent"),
    "shown_withdrawal_noted": _("noted that a consent was withdrawn"),
    "shown_removed": _("took somebody off who is not shown"),
}
# what the journal calls by the names of columns
COLUMNS = {"owner_id": "owner", "cycle_id": "cycle", "video_id": "video", "speaker_ids": "speakers"}


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of a history."""

    at: datetime
    actor_name: str
    what: str
    details: str


def history_of(card: ProductionCard) -> list[Deed]:
    """Return what was done with a card, newest first; single shots and orders are not told."""
    entries = [entry for entry in journal.history_of(card) if entry.verb in DONE]
    return [Deed(entry.at, entry.actor_name, str(DONE[entry.verb]), _named(entry)) for entry in entries]


def _named(entry: JournalEntry) -> str:
    """Return what an entry names: the changed fields, the states, the words of a line."""
    if entry.verb == "card_moved":
        states = (entry.details["before"], entry.details["after"])
        return " → ".join(str(CardState(state).label) for state in states)
    if "text" in entry.details:
        return str(entry.details["text"])
    changed = {COLUMNS.get(name, name) for name in entry.details.get("after", ())}
    fields = (*ProductionCard._meta.fields, *ProductionCard._meta.many_to_many)
    return ", ".join(str(field.verbose_name) for field in fields if field.name in changed)
