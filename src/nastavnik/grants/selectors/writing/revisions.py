"""A field and all that stood in it: its revisions, two of them side by side, what can be brought back."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.checking.values import Value, Values
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field
from nastavnik.grants.models import GrantApplication, Revision
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.head import GrantHead
from nastavnik.grants.selectors.writing.compare import FieldDifference, field_difference
from nastavnik.grants.selectors.writing.history import HistoryPage, in_place_before, revisions_page
from nastavnik.grants.selectors.writing.places import field_url, section_of

NOW, INLINE = "now", "inline"
# the newest text of the field that waits
ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Side:
    """A state of a field that is compared: `ref` names it in addresses; `restore_url` only where it can be brought back."""

    ref: str
    title: str
    who: str
    written_at: datetime | None
    value: Value
    is_aside: bool = False
    restore_url: str = ""
    leave_url: str = ""


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """A field with its revisions and two states of it; no difference where nothing has ever stood in it."""

    field: Field
    place_url: str
    history: HistoryPage
    old: Side
    new: Side
    difference: FieldDifference
    is_inline: bool
    inline_url: str
    side_url: str


def field_history(head: GrantHead, key: str, asked: QueryDict) -> FieldHistory:
    """Return a field with what stood in it; seven queries at most.

    Raises `GrantApplication.DoesNotExist` for a field that the form has not, `Revision.DoesNotExist`.
    """
    grant, form = head.grant, head.template.form
    field = form.field(key)
    if field is None:
        raise GrantApplication.DoesNotExist
    history, content = revisions_page(grant, form, key, asked), content_of(grant)
    values = _with_files(content, field)
    new = _side(head, field, values, asked.get("new", "") or _newest(history))
    ref = asked.get("old", "")
    old = _side(head, field, values, ref) if ref else _before(head, field, new)
    is_inline = asked.get("view") == INLINE
    return FieldHistory(
        field=field,
        place_url=field_url(grant, section_of(form, key), key),
        history=history,
        old=old,
        new=new,
        difference=field_difference(form, field, {**values, key: old.value}, {**values, key: new.value}),
        is_inline=is_inline,
        inline_url=_with(asked, view=INLINE),
        side_url=_with(asked, view=""),
    )


def _with_files(content: Content, field: Field) -> Values:
    """Return what stands in the fields; of a field of files their names."""
    if field.kind is not FieldKind.FILES:
        return content.values
    return {**content.values, field.key: [file.name for file in content.files_of(field.key)]}


def _newest(history: HistoryPage) -> str:
    return str(history.lines[0].number) if history.lines else NOW


def _before(head: GrantHead, field: Field, new: Side) -> Side:
    """Return what stood in the field before; an empty one where it was the first."""
    row = in_place_before(head.grant, field.key, int(new.ref)) if new.ref.isdigit() else None
    if row is None:
        return Side("", _("Nothing stood here"), "", None, "")
    return _side_of(head, field, row)


def _side(head: GrantHead, field: Field, values: Values, ref: str) -> Side:
    if ref == NOW:
        return Side(NOW, _("As it stands now"), "", None, values.get(field.key, ""))
    rows = Revision.objects.filter(grant=head.grant, key=field.key).select_related("written_by").order_by("-number")
    if ref == ASIDE and (waiting := rows.filter(is_aside=True, settled_at=None).first()):
        return _side_of(head, field, waiting)
    if not ref.isascii() or not ref.isdigit() or len(ref) > 9:  # noqa: PLR2004 -- numbers of revisions are small
        raise Revision.DoesNotExist
    return _side_of(head, field, rows.get(number=int(ref)))


def _side_of(head: GrantHead, field: Field, row: Revision) -> Side:
    address = [head.grant.token, row.key, row.number]
    can_restore = head.can_write and field.kind is not FieldKind.FILES
    is_waiting = row.is_aside and row.settled_at is None
    return Side(
        ref=str(row.number),
        title=_("Revision %(number)d") % {"number": row.number},
        who=row.written_by.full_name if row.written_by else "",
        written_at=row.written_at,
        value=row.value,
        is_aside=row.is_aside,
        restore_url=reverse("grants:restore_revision", args=address) if can_restore else "",
        leave_url=reverse("grants:leave_aside", args=address) if is_waiting and head.may_write else "",
    )


def _with(asked: QueryDict, **changes: str) -> str:
    """Return the query of an address with some of it changed."""
    kept = asked.copy()
    for key, value in changes.items():
        kept[key] = value
        if not value:
            del kept[key]
    return f"?{kept.urlencode()}"
