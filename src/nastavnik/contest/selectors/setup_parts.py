"""The pages on which parts of a contest are set up: its lists, and the board of its form."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import Award, Contest, Criterion, Direction, FormField, FormSection
from nastavnik.contest.selectors.blueprints import blueprints
from nastavnik.contest.selectors.questions import words_of
from nastavnik.contest.selectors.setup import Field, Form, form_of
from nastavnik.contest.selectors.usage import Usage, has_marks, usage_of, used_directions

BETWEEN = "="
LEADS: dict[str, str | Promise] = {
    "directions": _("For whom the projects are. An application stands in one of them."),
    "criteria": _("By what the jury judges. The first is the main one: it decides first between equal totals."),
    "awards": _("What can be won: for places, and special ones that the jury gives to whom it likes."),
}
MODELS: dict[str, Any] = {"directions": Direction, "criteria": Criterion, "awards": Award}


@dataclass(frozen=True, slots=True)
class PartRow:
    """A row of a list. `is_used`: it cannot be removed any more."""

    id: int
    title: str
    detail: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class PartPage:
    """A list of a contest. `is_fixed`: the jury has begun, so it stays as it is but for words."""

    part: str
    lead: str | Promise
    rows: list[PartRow]
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class BoardField:
    """A field on the board of the form."""

    id: int
    key: str
    label: str
    # how it is filled in, its limit, whether it must be, when it is asked
    words: str
    is_used: bool


@dataclass(frozen=True, slots=True)
class BoardSection:
    """A section on the board of the form."""

    id: int
    key: str
    title: str
    help: str
    fields: list[BoardField]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A field of an arrangement that the form does not have."""

    key: str
    label: str


def part_page(contest: Contest, part: str) -> PartPage:
    """Return a list of a contest; at most two queries."""
    rows = MODELS[part].objects.filter(contest=contest).order_by("position", "pk")
    is_fixed = part == "criteria" and has_marks(contest)
    used = used_directions(contest) if part == "directions" else set()
    return PartPage(
        part=part,
        lead=LEADS[part],
        rows=[PartRow(row.pk, row.title, _detail(row), is_fixed or row.pk in used) for row in rows],
        is_fixed=is_fixed,
    )


def _detail(row: Direction | Criterion | Award) -> str:
    if isinstance(row, Direction):
        return str(row.get_target_display())
    if isinstance(row, Criterion):
        scale = {"weight": number_format(row.weight.normalize()), "lowest": row.lowest, "highest": row.highest}
        return gettext("weight %(weight)s, marks %(lowest)d to %(highest)d") % scale
    place = gettext("place %(place)d") % {"place": row.place} if row.place else pgettext("award", "special")
    return f"{place}: {row.prize}" if row.prize else place


def row_of(contest: Contest, part: str, row_id: int) -> Any:
    """Return a row of a list of the contest. Raises `Http404`."""
    row = MODELS[part].objects.filter(contest=contest, pk=row_id).first()
    if row is None:
        raise Http404
    return row


def section_of(contest: Contest, key: str) -> FormSection:
    """Return a section of the contest's form. Raises `Http404`."""
    row = FormSection.objects.filter(contest=contest, key=key).first()
    if row is None:
        raise Http404
    return row


def field_of(contest: Contest, key: str) -> FormField:
    """Return a field of the contest's form, its section joined. Raises `Http404`."""
    row = FormField.objects.filter(section__contest=contest, key=key).select_related("section").first()
    if row is None:
        raise Http404
    return row


def board_of(contest: Contest) -> list[BoardSection]:
    """Return the form with what is in use."""
    form, usage = form_of(contest), usage_of(contest)
    last = len(form.sections) - 1
    return [
        BoardSection(
            id=section.id,
            key=section.key,
            title=section.title,
            help=section.help,
            fields=[_on_board(section.key, field, form, usage) for field in section.fields],
            is_first=place == 0,
            is_last=place == last,
        )
        for place, section in enumerate(form.sections)
    ]


def _on_board(section_key: str, field: Field, form: Form, usage: Usage) -> BoardField:
    is_used = usage.has_field(section_key, field.key)
    return BoardField(field.id, field.key, field.label, words_of(field, form), is_used)


def current_order(contest: Contest) -> dict[str, list[str]]:
    """Return the sections' keys with their fields' numbers as they stand."""
    return {section.key: [str(field.id) for field in section.fields] for section in form_of(contest).sections}


def known_fields(form: Form) -> list[Known]:
    """Return the fields of the arrangements that the form does not have, each once."""
    here = {field.key for section in form.sections for field in section.fields}
    told = [field for one in blueprints() for section in one.told["sections"] for field in section["fields"]]
    known = {field["key"]: Known(field["key"], field["label"]) for field in told if field["key"] not in here}
    return list(known.values())


def known_field(key: str) -> dict[str, Any]:
    """Return what a field of an arrangement begins with, as `selectors.typed.field_typed` tells it. Raises `Http404`."""
    blank = {
        "help": "",
        "example": "",
        "is_required": True,
        "most": 0,
        "options": [],
        "condition": {},
        "tells_who": False,
    }
    for one in blueprints():
        for section in one.told["sections"]:
            for field in section["fields"]:
                if field["key"] == key:
                    return {**blank, **field}
    raise Http404


def asked_pairs(form: Form, but: str) -> list[tuple[str, str]]:
    """Return on which choices of other fields a field may depend: (key=value, words)."""
    return [
        (f"{field.key}{BETWEEN}{value}", f"{field.label}: {value}")
        for section in form.sections
        for field in section.fields
        if field.kind in {FieldKind.CHOICE, FieldKind.CHOICES} and field.key != but
        for value in field.options
    ]


def tables_of(form: Form, but: str) -> list[tuple[str, str]]:
    """Return the tables whose rows a column of another table may name: (key, label)."""
    return [
        (field.key, field.label)
        for section in form.sections
        for field in section.fields
        if field.kind is FieldKind.ROWS and field.key != but
    ]
