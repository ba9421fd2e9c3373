"""What differs between two applications of a project, field by field, word by word: what one may take over of the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.values import Value, is_empty, mark_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field, Form
from nastavnik.core.differences import Change, Piece, differences
from nastavnik.grants.enums import OPEN_STATES
from nastavnik.grants.funds.carrying import fitted, pair_mark
from nastavnik.grants.models import FieldText, GrantApplication
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.selectors.writing.words import words_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two differ. `pieces` lead from what stands here to what would stand here."""

    key: str
    label: str
    # of the pair of texts that is shown
    mark: str
    pieces: list[Piece]
    is_empty_here: bool
    added: int
    removed: int
    # characters of what would stand here, and how many the fund allows; 0: no limit
    size: int
    most: int
    # tables whose rows this one names and which differ too
    needs: list[str]
    written_by: str
    written_at: datetime | None
    # the other text is the newer one, or there is none here
    is_newer: bool

    @property
    def over(self) -> int:
        """Return by how many characters it would be longer than the fund allows."""
        return max(0, self.size - self.most) if self.most else 0


@dataclass(frozen=True, slots=True)
class Source:
    """Another application of the project."""

    token: str
    label: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class TakeoverPage:
    """What an application may take over of another one."""

    sources: list[Source]
    fund: str
    differences: list[Difference]
    # of the chosen source
    token: str
    can_write: bool


def takeover_page(grant: GrantApplication, source: str, *, may_write: bool) -> TakeoverPage:
    """Return what may be taken over; `source`: token of the other application, or nothing for the one written last.

    Raises `GrantApplication.DoesNotExist` for one that is not of the project.
    """
    others = GrantApplication.objects.filter(project=grant.project_id, removed_at=None).exclude(pk=grant.pk)
    rows = list(others.select_related("template").order_by("-changed_at", "-pk"))
    chosen = next((row for row in rows if not source or row.token == source), None)
    if source and chosen is None:
        raise GrantApplication.DoesNotExist
    url = reverse("grants:takeover", args=[grant.token])
    return TakeoverPage(
        sources=[Source(row.token, row.template.fund, f"{url}?from={row.token}", row is chosen) for row in rows],
        fund=chosen.template.fund if chosen else "",
        differences=differences_of(grant, chosen) if chosen else [],
        token=chosen.token if chosen else "",
        can_write=may_write and grant.state in OPEN_STATES,
    )


def differences_of(grant: GrantApplication, other: GrantApplication) -> list[Difference]:
    """Return the fields in which another application says something else than this one, in the order of this one; four queries."""
    there, here = template_of(other.template).form, template_of(grant.template).form
    theirs, own = content_of(other), content_of(grant)
    values = {
        field.key: fitted(there, here, field.key, theirs.values)
        for section in here.sections
        for field in section.fields
        if field.kind is not FieldKind.FILES
    }
    differing = [key for key, value in values.items() if _differs(value, own.values.get(key))]
    return [
        _difference(here, field, values, own, theirs=theirs.texts.get(key), differing=differing)
        for key in differing
        if (field := here.field(key)) is not None
    ]


def _differs(value: Value, own: Value | None) -> bool:
    return not is_empty(value) and mark_of(value) != mark_of(own)


def _difference(
    form: Form,
    field: Field,
    values: Mapping[str, Value],
    own: Content,
    *,
    theirs: FieldText | None,
    differing: list[str],
) -> Difference:
    # names of rows are told by the tables as they would be
    pieces = differences(words_of(form, field.key, own.values), words_of(form, field.key, {**own.values, **values}))
    mine, value = own.texts.get(field.key), values[field.key]
    return Difference(
        key=field.key,
        label=field.label,
        mark=pair_mark(own.values.get(field.key), value),
        pieces=pieces,
        is_empty_here=is_empty(own.values.get(field.key)),
        added=_characters(pieces, Change.ADDED),
        removed=_characters(pieces, Change.REMOVED),
        size=count(value) if isinstance(value, str) else len(value),
        most=field.most,
        needs=[known.label for name in _named(field) if name in differing and (known := form.field(name)) is not None],
        written_by=theirs.changed_by.full_name if theirs and theirs.changed_by else "",
        written_at=theirs.changed_at if theirs else None,
        is_newer=mine is None or (theirs is not None and theirs.changed_at > mine.changed_at),
    )


def _named(field: Field) -> list[str]:
    return list(dict.fromkeys(column.of for column in field.columns if column.of))


def _characters(pieces: list[Piece], change: Change) -> int:
    return sum(count(piece.text) for piece in pieces if piece.change is change)
