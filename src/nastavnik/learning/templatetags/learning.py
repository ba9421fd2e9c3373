"""What the templates of learning say."""

from decimal import Decimal

from django import template

from nastavnik.learning.selectors.completion import hours_words

register = template.Library()


@register.filter
def academic_hours(hours: Decimal) -> str:
    """Return academic hours in words."""
    return hours_words(hours)
