"""What the portal's templates say: the line under the title of a lesson's card."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nastavnik.core.templatetags.ui import duration, when
from nastavnik.programme.selectors import LessonCard

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_meta(context: Context, card: LessonCard) -> SafeString:
    """Return when a lesson begins and how long it takes, for `meta` of a card."""
    return format_html("{}<span>{}</span>", when(context, card.starts_at), duration(card.duration_seconds))
