"""How a contest is set up, as everybody reads it: its form, criteria, directions, tie rules and awards."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nastavnik.contest.enums import FieldKind, Target, TieRule
from nastavnik.contest.models import Award, Contest, Criterion, Direction, FormField, FormSection


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of rows."""

    key: str
    label: str
    # LINE, TEXT, NUMBER, MONEY, DATE or CHOICE
    kind: FieldKind
    most: int
    options: tuple[str, ...]
    # of CHOICE: a row of the field of rows with this key, in place of options of its own
    of: str = ""
    is_required: bool = True
    # of CHOICE: what its options are called, where they are keys
    labels: tuple[str, ...] = ()

    def label_of(self, option: str) -> str:
        """Return what an option is called."""
        return dict(zip(self.options, self.labels, strict=False)).get(option, option)


@dataclass(frozen=True, slots=True)
class Condition:
    """A field is asked only when the field with `key` has one of `values`."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form."""

    id: int
    key: str
    label: str
    help: str
    example: str
    kind: FieldKind
    is_required: bool
    # characters of a line or a text, rows of a table, files; 0: no limit of its own
    most: int
    # of CHOICE and CHOICES
    options: tuple[str, ...]
    # of ROWS
    columns: tuple[Column, ...]
    condition: Condition | None
    tells_who: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form with its fields in their order."""

    id: int
    key: str
    title: str
    help: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a contest: its sections in their order."""

    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """Return the section with this key."""
        return next((section for section in self.sections if section.key == key), None)

    def field(self, key: str) -> Field | None:
        """Return the field with this key, in whatever section."""
        return next((field for section in self.sections for field in section.fields if field.key == key), None)


@dataclass(frozen=True, slots=True)
class Level:
    """What a mark means."""

    mark: int
    words: str


@dataclass(frozen=True, slots=True)
class CriterionRead:
    """A criterion as jurors and applicants read it; the first of a contest is the main one."""

    id: int
    token: str
    title: str
    help: str
    weight: Decimal
    lowest: int
    highest: int
    # from the highest mark down
    levels: tuple[Level, ...]
    needs_comment: bool

    @property
    def marks(self) -> range:
        """Return the marks that can be given, from the lowest up."""
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True, slots=True)
class DirectionRead:
    """A direction as everybody reads it."""

    id: int
    title: str
    target: Target


def form_of(contest: Contest) -> Form:
    """Return the form of the contest, by two queries."""
    fields: dict[int, list[Field]] = defaultdict(list)
    for row in FormField.objects.filter(section__contest=contest).order_by("position", "pk"):
        fields[row.section_id].append(field_read(row))
    sections = FormSection.objects.filter(contest=contest).order_by("position", "pk")
    return Form(
        tuple(Section(row.pk, row.key, row.title, row.help, tuple(fields[row.pk])) for row in sections),
    )


def field_read(row: FormField) -> Field:
    """Return a row of the form as it is read."""
    kind = FieldKind(row.kind)
    is_table = kind is FieldKind.ROWS
    return Field(
        id=row.pk,
        key=row.key,
        label=row.label,
        help=row.help,
        example=row.example,
        kind=kind,
        is_required=row.is_required,
        most=row.most,
        options=() if is_table else tuple(row.options),
        columns=tuple(_column(column) for column in row.options) if is_table else (),
        condition=Condition(row.condition["key"], tuple(row.condition["values"])) if row.condition else None,
        tells_who=row.tells_who,
    )


def _column(told: dict[str, Any]) -> Column:
    return Column(
        key=told["key"],
        label=told["label"],
        kind=FieldKind(told.get("kind", FieldKind.LINE)),
        most=told.get("most", 0),
        options=tuple(told.get("options", ())),
        of=told.get("of", ""),
        is_required=told.get("is_required", True),
    )


def criteria_of(contest: Contest) -> list[CriterionRead]:
    """Return the criteria of the contest in their order, the main one first."""
    return [criterion_read(row) for row in Criterion.objects.filter(contest=contest).order_by("position", "pk")]


def criterion_read(row: Criterion) -> CriterionRead:
    """Return a criterion as it is read."""
    levels = sorted((Level(int(mark), words) for mark, words in row.levels.items()), key=lambda level: -level.mark)
    return CriterionRead(
        id=row.pk,
        token=row.token,
        title=row.title,
        help=row.help,
        weight=row.weight,
        lowest=row.lowest,
        highest=row.highest,
        levels=tuple(levels),
        needs_comment=row.needs_comment,
    )


def directions_of(contest: Contest) -> list[DirectionRead]:
    """Return the directions of the contest in their order."""
    rows = Direction.objects.filter(contest=contest).order_by("position", "pk")
    return [DirectionRead(row.pk, row.title, Target(row.target)) for row in rows]


def awards_of(contest: Contest) -> list[Award]:
    """Return what can be won, in its order."""
    return list(Award.objects.filter(contest=contest).order_by("position", "pk"))


def tie_rules_of(contest: Contest) -> list[TieRule]:
    """Return what decides between equal totals, in the order of the regulation."""
    return [TieRule(rule) for rule in contest.tie_rules]
