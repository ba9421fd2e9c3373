"""A form as a submission keeps it, so that what was submitted is read as it was asked, whatever became of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Column, Condition, Field, Form, Section

Told = dict[str, Any]


def tell_form(form: Form) -> list[Told]:
    """Return a form as JSON; the numbers of its rows mean nothing later and are left out."""
    sections = asdict(form)["sections"]
    for section in sections:
        del section["id"]
        for field in section["fields"]:
            del field["id"]
            for column in field["columns"]:
                # a contest's options are called what they are
                del column["labels"]
    return list(sections)


def form_told(sections: Sequence[Mapping[str, Any]]) -> Form:
    """Return the form that `tell_form` told."""
    return Form(tuple(_section(section) for section in sections))


def _section(told: Mapping[str, Any]) -> Section:
    return Section(**{**told, "id": 0, "fields": tuple(_field(field) for field in told["fields"])})


def _field(told: Mapping[str, Any]) -> Field:
    condition = told["condition"]
    return Field(
        **{
            **told,
            "id": 0,
            "kind": FieldKind(told["kind"]),
            "options": tuple(told["options"]),
            "columns": tuple(_column(column) for column in told["columns"]),
            "condition": Condition(condition["key"], tuple(condition["values"])) if condition else None,
        }
    )


def _column(told: Mapping[str, Any]) -> Column:
    return Column(**{**told, "kind": FieldKind(told["kind"]), "options": tuple(told["options"])})
