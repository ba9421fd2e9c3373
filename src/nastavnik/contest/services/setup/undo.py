"""What was removed from a contest brought back: the journal keeps each removed row whole."""

from datetime import datetime
from typing import Any

from django.db import transaction

from nastavnik.contest.models import Contest, FormField, FormSection
from nastavnik.contest.selectors.usage import has_marks
from nastavnik.contest.services.setup.lists import CRITERIA, DIRECTIONS, PARTS
from nastavnik.contest.services.setup.locks import changed, locked_for_setup
from nastavnik.contest.services.setup.refusals import JuryHasBegun, NothingToUndo
from nastavnik.core import journal
from nastavnik.core.models import JournalEntry
from nastavnik.people.permissions import Actor

BROUGHT_BACK = "brought back"


@transaction.atomic
def bring_back(*, actor: Actor, contest_id: int, entry_id: int, now: datetime) -> str:
    """Put the row back that the journal's entry tells of, where it stood; return in which part. Raises `NothingToUndo`, `JuryHasBegun`."""
    contest = locked_for_setup(actor, contest_id)
    of_contest = JournalEntry.objects.filter(subject_kind=journal.subject_kind(contest), subject_id=contest.pk)
    entry = of_contest.filter(pk=entry_id, details__has_keys=["part", "row"]).first()
    if entry is None or of_contest.filter(verb=BROUGHT_BACK, details__entry=entry_id).exists():
        raise NothingToUndo
    part, row = entry.details["part"], dict(entry.details["row"])
    if part == CRITERIA.name and has_marks(contest):
        raise JuryHasBegun
    _put_back(contest, part, row)
    changed(actor, contest, BROUGHT_BACK, now, entry=entry_id)
    return "form" if part in {"fields", "sections"} else str(part)


def last_removal(contest: Contest) -> int:
    """Return the number of the journal's newest entry of a removal, with which `bring_back` undoes it."""
    of_contest = JournalEntry.objects.filter(subject_kind=journal.subject_kind(contest), subject_id=contest.pk)
    return int(of_contest.filter(details__has_keys=["part", "row"]).latest("pk").pk)


def _put_back(contest: Contest, part: str, row: dict[str, Any]) -> None:
    if part == "fields":
        section = FormSection.objects.filter(contest=contest, key=row.pop("section")).first()
        is_taken = FormField.objects.filter(section__contest=contest, key=row["key"]).exists()
        if section is None or is_taken:
            raise NothingToUndo
        FormField.objects.create(section=section, **row)
        return
    if part == "sections":
        if FormSection.objects.filter(contest=contest, key=row["key"]).exists():
            raise NothingToUndo
        FormSection.objects.create(contest=contest, **row)
        return
    model = PARTS[part].model
    if part == DIRECTIONS.name and model.objects.filter(contest=contest, title=row["title"]).exists():
        raise NothingToUndo
    model.objects.create(contest=contest, **row)
