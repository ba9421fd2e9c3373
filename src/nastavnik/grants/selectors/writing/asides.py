"""Texts that were written at the same time as others and wait for somebody to bring the two together."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.contest.checking.values import Values
from nastavnik.contest.selectors.setup import Form
from nastavnik.grants.models import GrantApplication, Revision
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.writing.places import field_history_url, field_url, section_of
from nastavnik.grants.selectors.writing.words import words_of
from nastavnik.people.permissions import Actor


@dataclass(frozen=True, slots=True)
class AsideBox:
    """A text that was set aside, beside what stands in its field."""

    field: str
    label: str
    number: int
    who: str
    is_mine: bool
    written_at: datetime
    text: str
    place_url: str
    compare_url: str
    restore_url: str
    leave_url: str


def open_asides(actor: Actor, grant: GrantApplication, form: Form, values: Values | None = None) -> list[AsideBox]:
    """Return the texts of an application that wait, the newest first; one query, and two more where `values` are not known and some wait."""
    found = Revision.objects.filter(grant=grant, is_aside=True, settled_at=None).select_related("written_by")
    rows = list(found.order_by("-written_at", "-pk"))
    if rows and values is None:
        values = content_of(grant).values
    return [_box(actor, grant, form, values or {}, row) for row in rows]


def _box(actor: Actor, grant: GrantApplication, form: Form, values: Values, row: Revision) -> AsideBox:
    field = form.field(row.key)
    address = [grant.token, row.key, row.number]
    return AsideBox(
        field=row.key,
        label=field.label if field else row.key,
        number=row.number,
        who=row.written_by.full_name if row.written_by else "",
        is_mine=row.written_by_id is not None and row.written_by_id == actor.pk,
        written_at=row.written_at,
        text=words_of(form, row.key, {**values, row.key: row.value}),
        place_url=field_url(grant, section_of(form, row.key), row.key),
        compare_url=f"{field_history_url(grant, row.key)}?old=now&new={row.number}",
        restore_url=reverse("grants:restore_revision", args=address),
        leave_url=reverse("grants:leave_aside", args=address),
    )
