"""What the portal's templates say: machine-readable data, and the line under the title of a lesson's card."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nastavnik.core.templatetags.ui import duration, when
from nastavnik.programme.selectors import LessonCard

register = template.Library()

# A text in the data may hold `</script>`: no bracket and no ampersand gets onto the page as it is.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def linked_data(data: str) -> SafeString:
    """Write schema.org data, which is JSON already, as JSON-LD; browsers treat it as data, not as a script."""
    text = data.translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- brackets are escaped above


@register.simple_tag(takes_context=True)
def lesson_meta(context: Context, card: LessonCard) -> SafeString:
    """Return when a lesson begins and how long it takes, for `meta` of a card."""
    return format_html("{}<span>{}</span>", when(context, card.starts_at), duration(card.duration_seconds))
