"""What was done with a contest while it was set up and when its results were made, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models import Application, Contest
from nastavnik.core import journal

DONE: dict[str, Any] = {
    "contest made": _("made the contest"),
    "contest cloned": _("made the contest out of last year’s"),
    "contest words edited": _("changed title or regulation"),
    "contest days edited": _("changed the days"),
    "contest rules edited": _("changed the rules"),
    "contest opened": _("opened the contest"),
    "contest taken back": _("took the contest back to the desk"),
    "contest removed": _("removed the contest"),
    "contest brought back": _("brought the contest back"),
    "directions added": _("added a direction"),
    "directions edited": _("changed a direction"),
    "directions removed": _("removed a direction"),
    "directions put in order": _("put the directions in another order"),
    "criteria added": _("added a criterion"),
    "criteria edited": _("changed a criterion"),
    "criteria removed": _("removed a criterion"),
    "criteria put in order": _("put the criteria in another order"),
    "awards added": _("added an award"),
    "awards edited": _("changed an award"),
    "awards removed": _("removed an award"),
    "awards put in order": _("put the awards in another order"),
    "section added": _("added a section of the form"),
    "section edited": _("changed a section of the form"),
    "section removed": _("removed a section of the form"),
    "section moved": _("moved a section of the form"),
    "field added": _("added a field"),
    "field edited": _("changed a field"),
    "field removed": _("removed a field"),
    "fields put in order": _("put the fields in another order"),
    "brought back": _("brought back what was removed"),
    "chair voted": _("wrote down the vote of the chair"),
    "places taken": _("took the places from the ranking"),
    "minutes made": _("made minutes of the jury"),
    "results released": _("released the results"),
    # of an application
    "decided": _("changed award or note"),
    "letter edited": _("changed the letter"),
    "idea shown": _("changed the idea in the gallery"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the history."""

    at: datetime
    actor_name: str
    what: str | Promise
    # of what it was about
    title: str


def history_of(contest: Contest) -> list[Deed]:
    """Return the newest deeds of setting up and of results, newest first; one query. Other parts have pages of their own."""
    return _deeds(contest)


def history_of_result(application: Application) -> list[Deed]:
    """Return what was decided and written about the result of an application, newest first; one query."""
    return _deeds(application)


def _deeds(subject: Contest | Application) -> list[Deed]:
    entries = journal.history_of(subject)
    return [
        Deed(entry.at, entry.actor_name, DONE[entry.verb], _title(entry.details))
        for entry in entries
        if entry.verb in DONE
    ]


def _title(details: dict[str, Any]) -> str:
    row = details.get("row", {})
    return str(details.get("title") or row.get("title") or row.get("label") or "")
