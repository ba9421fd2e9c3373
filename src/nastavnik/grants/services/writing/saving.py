"""Keeping what somebody types into a section, so that nobody's text is written over unseen and none vanishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.contest.checking.merging import Change, Kept, merge
from nastavnik.contest.checking.values import Value, mark_of
from nastavnik.contest.selectors.setup import Section
from nastavnik.grants.enums import OPEN_STATES
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values, set_aside
from nastavnik.grants.services.locking import locked
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.people.models import User


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the fields that were sent; `is_closed`: the application was submitted meanwhile, and all of it was set aside."""

    kept: Kept
    is_closed: bool = False


@transaction.atomic
def save_section(*, actor: User, grant_id: int, key: str, changes: Mapping[str, Change], now: datetime) -> Saved:
    """Keep what was typed into the fields of a section.

    A field that this page did not change stays as it is now. Of one that two changed the first text stays in its place: what stands there
    is returned in `theirs`, and the second text is set aside in the history of the field. Saving again with the mark of `theirs` puts it in
    the place, with open eyes. Raises `PermissionDenied`, `FieldGone`, `GrantIsFuller`.
    """
    grant = locked(actor, grant_id)
    section = template_of(grant.template).form.section(key)
    if section is None:
        raise FieldGone
    if grant.state not in OPEN_STATES:
        set_aside(grant, _new_texts(grant, section, changes), actor=actor, now=now)
        return Saved(Kept(), is_closed=True)
    merged, kept = merge(section.fields, content_of(grant).values, changes)
    mine = {field.key for field in section.fields if field.key in changes and field.key not in kept.theirs}
    put_values(grant, {one: merged[one] for one in mine if one in merged}, actor=actor, now=now)
    set_aside(grant, {one: changes[one].value for one in kept.theirs}, actor=actor, now=now)
    return Saved(kept)


def _new_texts(grant: GrantApplication, section: Section, changes: Mapping[str, Change]) -> dict[str, Value]:
    """Return what was typed and does not stand in the application."""
    known, values = {field.key for field in section.fields}, content_of(grant).values
    return {
        key: change.value
        for key, change in changes.items()
        if key in known and mark_of(change.value) not in {change.mark, mark_of(values.get(key))}
    }
