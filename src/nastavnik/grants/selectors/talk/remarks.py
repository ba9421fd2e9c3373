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
    threads = [_thread(actor, grant, root, answers[root.pk], form.field(root.field_key), values) for root in roots]
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


def _thread(
    actor: Actor,
    grant: GrantApplication,
    root: GrantRemark,
    answers: Sequence[GrantRemark],
    field: Field | None,
    values: dict[str, Value],
) -> Thread:
    anchor = None
    if field is not None and root.quote:
        anchor = anchor_of(field, values, root.quote, begin=root.begin, row_id=root.row_id)
    return Thread(
        token=root.token,
        said=_said(actor, grant, root, can_withdraw=not answers),
        answers=tuple(_said(actor, grant, one, can_withdraw=one is answers[-1]) for one in answers),
        field_key=root.field_key,
        field_label=field.label if field else root.field_key,
        row_id=root.row_id,
        row_label=row_named(field, values, root.row_id) if field and root.row_id else "",
        quote=root.quote,
        anchor=anchor,
        resolved_at=root.resolved_at,
        resolved_by=root.resolved_by.full_name if root.resolved_by else "",
        answer_url=reverse("grants:answer_remark", args=[grant.token, root.token]),
        resolve_url=reverse("grants:resolve_remark", args=[grant.token, root.token]),
        reopen_url=reverse("grants:reopen_remark", args=[grant.token, root.token]),
    )


def _said(actor: Actor, grant: GrantApplication, row: GrantRemark, *, can_withdraw: bool) -> Said:
    is_mine = isinstance(actor, User) and row.author_id == actor.pk
    return Said(
        token=row.token,
        author=row.author.full_name if row.author else "",
        is_mine=is_mine,
        body=row.body,
        made_at=row.made_at,
        withdraw_url=reverse("grants:withdraw_remark", args=[grant.token, row.token]) if is_mine and can_withdraw else "",
    )
