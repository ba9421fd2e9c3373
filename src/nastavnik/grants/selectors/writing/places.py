"""Addresses of the places of an application in which one writes."""

from django.urls import reverse

from nastavnik.contest.checking.gaps import Gap
from nastavnik.contest.selectors.setup import Form
from nastavnik.grants.models import GrantApplication

# a table that has a page of its own, where it is counted
SHEET_KEY = "budget_lines"


def section_url(grant: GrantApplication, key: str) -> str:
    """Return the address of a section."""
    return reverse("grants:section", args=[grant.token, key])


def field_url(grant: GrantApplication, section: str, field: str) -> str:
    """Return the address of a field in the section where it is written; of a field in no section that of the application."""
    if not section:
        return reverse("grants:grant", args=[grant.token])
    return f"{section_url(grant, section)}#field-{field}"


def field_history_url(grant: GrantApplication, field: str) -> str:
    """Return the address of what stood in a field."""
    return reverse("grants:field_history", args=[grant.token, field])


def gap_url(grant: GrantApplication, gap: Gap) -> str:
    """Return where a gap is filled."""
    return field_url(grant, gap.section, gap.field)


def section_of(form: Form, field_key: str) -> str:
    """Return the key of the section in which a field stands; empty where the form has no such field."""
    return next(
        (section.key for section in form.sections if any(field.key == field_key for field in section.fields)), ""
    )
