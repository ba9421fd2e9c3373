"""Writing in a section of an application."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from nastavnik.contest.checking.merging import Change, Kept, merge, size_of
from nastavnik.contest.checking.values import text_of
from nastavnik.contest.models import Application, SectionText
from nastavnik.contest.selectors.setup import form_of
from nastavnik.contest.services.applications.locking import open_locked
from nastavnik.contest.services.applications.refusals import FormIsFuller, SectionGone
from nastavnik.core.text import search_key
from nastavnik.people.models import User

TITLE_KEY = "title"
MOST_IN_TITLE = 300
# of all fields of a section together: no limit of a form is near it
MOST_CHARACTERS = 120_000


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
    merged, kept = merge(section.fields, row.values, changes)
    if merged != row.values:
        row.values = merged
        _write(application, row, actor, now)
    return kept


def _check_size(row: SectionText) -> None:
    if sum(size_of(value) for value in row.values.values()) > MOST_CHARACTERS:
        raise FormIsFuller


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
