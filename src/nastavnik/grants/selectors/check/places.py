"""Where in an application something is said of: a field of a section, a line of the budget."""

from django.urls import reverse

from nastavnik.grants.funds.rules_budget import BUDGET
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication


def place_url(grant: GrantApplication, template: FundTemplate, field: str, row: str = "") -> str:
    """Return the address at which a field is written; empty of a field that the fund does not have."""
    if field == BUDGET:
        anchor = f"#line-{row}" if row else ""
        return reverse("grants:budget", args=[grant.token]) + anchor
    section = section_of(template, field)
    return f"{reverse('grants:section', args=[grant.token, section])}#field-{field}" if section else ""


def section_of(template: FundTemplate, key: str) -> str:
    """Return the key of the section in which a field stands."""
    sections = template.form.sections
    return next((section.key for section in sections if any(field.key == key for field in section.fields)), "")


def label_of(template: FundTemplate, key: str) -> str:
    """Return what a field is called."""
    field = template.form.field(key)
    return field.label if field else ""
