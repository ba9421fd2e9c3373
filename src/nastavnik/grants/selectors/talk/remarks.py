"""What is said of an application: threads, each with the words of which it is, found anew in what stands there now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.contest.checking.values import Value
from nastavnik.contest.selectors.setup import Field, Form
from nastavnik.grants.funds.anchors import Anchor
from nastavnik.grants.models import GrantApplication, GrantRemark
from nastavnik.grants.selectors.talk.words import anchor_of, row_named
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@dataclass(frozen=True, slots=True)
class Said:
    """A remark or an answer: who said what, and when."""

    token: str
    # empty: she asked to be forgotten
    author: str
    is_mine: bool
    body: str
    made_at: datetime
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers, and the words of which it is.

    `anchor` is None where it is of the whole field, and where the words are gone (`is_lost`).
    """

    token: str
    said: Said
    answers: tuple[Said, ...]
    field_key: str
    field_label: str
    row_id: str
    row_label: str
    quote: str
    anchor: Anchor | None
    resolved_at: datetime | None
    resolved_by: str
    answer_url: str
    resolve_url: str
    reopen_url: str

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.resolved_at is None

    @property
    def is_lost(self) -> bool:
        """Tell whether the words of which it was do not stand there any more."""
        return bool(self.quote) and self.anchor is None

    @property
    def is_changed(self) -> bool:
        """Tell whether the words stand there, but not as they were."""
        return self.anchor is not None and not self.anchor.is_exact


def threads_of(
    actor: Actor, grant: GrantApplication, form: Form, values: dict[str, Value], *, keys: Iterable[str] | None = None
) -> list[Thread]:
    """Return what is said of an application, or of some of its fields, in the order of the form and of the text; one query."""
    rows = GrantRemark.objects.filter(grant=grant).select_related("author", "resolved_by").order_by("made_at", "pk")
    if keys is not None:
        rows = rows.filter(field_key__in=list(keys))
    answers = defaultdict[int, list[GrantRemark]](list)
    roots = list[GrantRemark]()
    for row in rows:
        if row.parent_id is None:
            roots.append(row)
        else:
            answers[row.parent_id].append(row)
    order = {field.key: place for place, field in enumerate(_fields(form))}
    drawer = _Drawer(actor, grant, form, values)
    threads = [drawer.thread(root, answers[root.pk]) for root in roots]
    return sorted(threads, key=lambda one: _place(one, order))


def thread_names(threads: Sequence[Thread]) -> Mapping[str, list[tuple[str, Anchor]]]:
    """Return where the words of open threads stand, by fields and, of tables, by `field row`."""
    found = defaultdict[str, list[tuple[str, Anchor]]](list)
    for one in threads:
        if one.is_open and one.anchor is not None:
            found[f"{one.field_key} {one.row_id}".strip()].append((one.token, one.anchor))
    return found


def _fields(form: Form) -> list[Field]:
    return [field for section in form.sections for field in section.fields]


def _place(thread: Thread, order: Mapping[str, int]) -> tuple[int, str, int, datetime]:
    begin = thread.anchor.begin if thread.anchor else -1
    return order.get(thread.field_key, len(order)), thread.row_id, begin, thread.said.made_at


@dataclass(frozen=True, slots=True)
class _Drawer:
    """Draws threads of one application for one reader."""

    actor: Actor
    grant: GrantApplication
    form: Form
    values: dict[str, Value]

    def thread(self, root: GrantRemark, answers: Sequence[GrantRemark]) -> Thread:
        """Return a remark with its answers."""
        field, address = self.form.field(root.field_key), [self.grant.token, root.token]
        return Thread(
            token=root.token,
            said=self.said(root, is_last=not answers),
            answers=tuple(self.said(one, is_last=one is answers[-1]) for one in answers),
            field_key=root.field_key,
            field_label=field.label if field else root.field_key,
            row_id=root.row_id,
            row_label=row_named(field, self.values, root.row_id) if field and root.row_id else "",
            quote=root.quote,
            anchor=self._anchor(field, root),
            resolved_at=root.resolved_at,
            resolved_by=root.resolved_by.full_name if root.resolved_by else "",
            answer_url=reverse("grants:answer_remark", args=address),
            resolve_url=reverse("grants:resolve_remark", args=address),
            reopen_url=reverse("grants:reopen_remark", args=address),
        )

    def said(self, row: GrantRemark, *, is_last: bool) -> Said:
        """Return a remark or an answer; the last of a thread may be taken back by who said it."""
        is_mine = isinstance(self.actor, User) and row.author_id == self.actor.pk
        withdraw_url = reverse("grants:withdraw_remark", args=[self.grant.token, row.token])
        return Said(
            token=row.token,
            author=row.author.full_name if row.author else "",
            is_mine=is_mine,
            body=row.body,
            made_at=row.made_at,
            withdraw_url=withdraw_url if is_mine and is_last else "",
        )

    def _anchor(self, field: Field | None, root: GrantRemark) -> Anchor | None:
        if field is None or not root.quote:
            return None
        return anchor_of(field, self.values, root.quote, begin=root.begin, row_id=root.row_id)
