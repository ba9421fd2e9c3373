"""What changed in an application, by whom and when; a page of it at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from nastavnik.contest.checking.values import Values
from nastavnik.contest.selectors.setup import Form
from nastavnik.core.differences import changed_parts
from nastavnik.grants.models import GrantApplication, Revision
from nastavnik.grants.selectors.head import GrantHead
from nastavnik.grants.selectors.writing.places import field_history_url
from nastavnik.grants.selectors.writing.words import words_of
from nastavnik.mentoring.selectors.mentorships.paging import Paging, page_of
from nastavnik.people.models import User

PAGE_ROWS = 20
MOST_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A revision in a list: who wrote it and what became of the field."""

    field: str
    label: str
    number: int
    who: str
    began_at: datetime
    written_at: datetime
    note: str
    is_aside: bool
    # nobody has brought it together with what stands in the field
    is_waiting: bool
    added: int
    removed: int
    # of what was added, or else of what was removed
    excerpt: str
    url: str

    @property
    def ref(self) -> str:
        """Return how an address names it."""
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list by which changes are chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of changes, the newest first."""

    lines: list[ChangeLine]
    paging: Paging
    fields: Sequence[Choice] = ()
    people: Sequence[Choice] = ()
    is_chosen: bool = False


def last_changes(grant: GrantApplication, form: Form, most: int) -> list[ChangeLine]:
    """Return the newest changes of an application; one query."""
    return [_line(grant, form, row) for row in _rows(grant)[:most]]


def history_page(head: GrantHead, asked: Mapping[str, str]) -> HistoryPage:
    """Return the changes that an address asks for: of a field, by a person, a page; three queries."""
    grant, form = head.grant, head.template.form
    field, who = asked.get("field", ""), asked.get("who", "")
    rows = _rows(grant)
    rows = rows.filter(key=field) if field else rows
    rows = rows.filter(written_by__token=who) if who else rows
    paging = page_of(rows, asked.get("page", "1"), PAGE_ROWS, field=field, who=who)
    labels = {one.key: one.label for section in form.sections for one in section.fields}
    writers = Revision.objects.filter(grant=grant).order_by().values("written_by")
    people = User.objects.filter(pk__in=writers).order_by("full_name", "pk")
    return HistoryPage(
        lines=[_line(grant, form, row) for row in paging.rows],
        paging=paging,
        fields=[Choice(key, label, key == field) for key, label in labels.items()],
        people=[Choice(one.token, one.full_name, one.token == who) for one in people],
        is_chosen=bool(field or who),
    )


def revisions_page(grant: GrantApplication, form: Form, key: str, asked: Mapping[str, str]) -> HistoryPage:
    """Return a page of the revisions of one field; two queries. The address keeps which two are compared."""
    kept = {name: asked.get(name, "") for name in ("old", "new", "view")}
    paging = page_of(_rows(grant).filter(key=key), asked.get("page", "1"), PAGE_ROWS, **kept)
    return HistoryPage([_line(grant, form, row) for row in paging.rows], paging)


def _rows(grant: GrantApplication) -> QuerySet[Revision]:
    """Return the revisions of an application, each with `before`, what stood in the field when it came."""
    earlier = Revision.objects.filter(
        grant=OuterRef("grant"), key=OuterRef("key"), number__lt=OuterRef("number"), is_aside=False
    )
    before = Subquery(earlier.order_by("-number").values("value")[:1])
    rows = Revision.objects.filter(grant=grant).select_related("written_by").annotate(before=before)
    return rows.order_by("-written_at", "-pk")


def _line(grant: GrantApplication, form: Form, row: Revision) -> ChangeLine:
    field = form.field(row.key)
    before: Values = {row.key: row.before or ""}  # type: ignore[attr-defined]  # `_rows` adds it
    removed, added = changed_parts(words_of(form, row.key, before), words_of(form, row.key, {row.key: row.value}))
    return ChangeLine(
        field=row.key,
        label=field.label if field else row.key,
        number=row.number,
        who=row.written_by.full_name if row.written_by else "",
        began_at=row.began_at,
        written_at=row.written_at,
        note=row.note,
        is_aside=row.is_aside,
        is_waiting=row.is_aside and row.settled_at is None,
        added=len(added),
        removed=len(removed),
        excerpt=excerpt(added.strip() or removed.strip()),
        url=f"{field_history_url(grant, row.key)}?{'old=now&' if row.is_aside else ''}new={row.number}",
    )


def excerpt(text: str) -> str:
    """Return the beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_EXCERPT else f"{line[:MOST_EXCERPT].rstrip()}…"


def in_place_before(grant: GrantApplication, key: str, number: int) -> Revision | None:
    """Return what stood in a field before a revision came."""
    rows = Revision.objects.filter(grant=grant, key=key, is_aside=False, number__lt=number)
    return rows.select_related("written_by").order_by("-number").first()
