"""Writing together: each field is compared with what its author had before her, so that nobody's text is written over unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.values import Value, mark_of, text_of
from nastavnik.contest.models import Application, SectionText
from nastavnik.contest.selectors.setup import Section, form_of
from nastavnik.contest.services.applications.locking import open_locked
from nastavnik.contest.services.applications.refusals import FormIsFuller, SectionGone
from nastavnik.core.text import search_key
from nastavnik.people.models import User

TITLE_KEY = "title"
MOST_IN_TITLE = 300
# of all fields of a section together: no limit of a form is near it
MOST_CHARACTERS = 120_000


@dataclass(frozen=True, slots=True)
class Change:
    """What was typed into a field, and the mark of what stood in it when the page was made."""

    value: Value
    mark: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the fields that were sent: the marks to go on with, and what others have written into some meanwhile."""

    marks: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, Value] = field(default_factory=dict)


@transaction.atomic
def save_section(*, actor: User, application_id: int, key: str, changes: Mapping[str, Change], now: datetime) -> Kept:
    """Keep what was typed into the fields of a section.

    A field that this page did not change stays as it is now. One that both changed is not touched: what the other wrote is
    returned in `theirs`, and saving again with its mark puts one's own text in its place, with open eyes.
    Raises `NotOpenForWriting`, `SectionGone`, `FormIsFuller`.
    """
    application = open_locked(actor, application_id)
    section = form_of(application.contest).section(key)
    if section is None:
        raise SectionGone
    row = SectionText.objects.filter(application=application, key=key).first()
    row = row or SectionText(application=application, key=key, changed_at=now)
    before = dict(row.values)
    kept = _merge(row, section, changes)
    if row.values != before:
        _write(application, row, actor, now)
    return kept


def _merge(row: SectionText, section: Section, changes: Mapping[str, Change]) -> Kept:
    """Put into the row what may be put there."""
    kept = Kept()
    for known in section.fields:
        change = changes.get(known.key)
        if change is None:
            continue
        now_there = row.values.get(known.key)
        is_seen = mark_of(now_there) == change.mark
        is_mine = mark_of(change.value) != change.mark
        if is_mine and not is_seen and mark_of(now_there) != mark_of(change.value):
            kept.theirs[known.key] = now_there or ""
        elif is_mine:
            row.values[known.key] = change.value
        kept.marks[known.key] = mark_of(row.values.get(known.key))
    return kept


def _check_size(row: SectionText) -> None:
    if sum(_size(value) for value in row.values.values()) > MOST_CHARACTERS:
        raise FormIsFuller


def _size(value: Value) -> int:
    if isinstance(value, str):
        return count(value)
    return sum(count(one) if isinstance(one, str) else sum(map(count, one.values())) for one in value)


def _write(application: Application, row: SectionText, actor: User, now: datetime) -> None:
    _check_size(row)
    row.version += 1
    row.changed_by, row.changed_at = actor, now
    row.save()
    application.changed_at = now
    if TITLE_KEY in row.values:
        application.title = " ".join(text_of(row.values, TITLE_KEY).split())[:MOST_IN_TITLE]
        application.title_key = search_key(application.title)[:MOST_IN_TITLE]
    application.save(update_fields=["changed_at", "title", "title_key"])
