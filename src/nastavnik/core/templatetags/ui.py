"""Components in templates: `{% ui "button" label=... %}`, `{% wrap "dialog" ... %} ... {% endwrap %}`, dates, sizes.

A component is a template in `templates/ui/` that begins with `{% inputs ... %}`: the names it takes, each either required or
with a default. A wrong or missing name is an error in the page that uses it, not a blank place on the screen.

A piece, `{% piece "portal/parts/head.html" head=page.head %}`, is a part of a page that many see alike: it is drawn once in a
few seconds for everybody who gives it equal inputs.
"""

from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from nastavnik.core import dates
from nastavnik.core.clock import now
from nastavnik.core.http.flash import undo_url_of
from nastavnik.core.icons import ICONS
from nastavnik.core.memory import Memory, remembered

register = template.Library()

MOST_PIECES = 1000
# What a piece sees besides its inputs: never the person, her messages or the token of her forms.
AROUND_PIECES = ("display", "school")
AMBIENT = ("csrf_token", "display", "school")
GIVEN = "_given"
# A text in linked data may hold `</script>`: no bracket and no ampersand gets onto the page as it is.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
HOUR_SECONDS = 3600
MINUTE_SECONDS = 60


class ComponentNode(Node):
    """Renders `ui/<name>.html` with its own inputs and nothing else of the page."""

    def __init__(self, name: FilterExpression, inputs: dict[str, FilterExpression], body: NodeList | None) -> None:
        self.name = name
        self.inputs = inputs
        self.body = body

    def render(self, context: Context) -> SafeString:
        """Evaluate the inputs in the page, render the component in a fresh context."""
        values = {name: expression.resolve(context) for name, expression in self.inputs.items()}
        assert context.template is not None
        engine, name = context.template.engine, str(self.name.resolve(context))
        if self.body is not None:
            values["body"] = self.body.render(context)
        around = {name: context.get(name) for name in AMBIENT}
        fresh = context.new({**around, GIVEN: frozenset(values), **values})
        return engine.get_template(f"ui/{name}.html").render(fresh)


class PieceNode(Node):
    """Renders a template with its own inputs and nothing else of the page, once for all whose inputs are equal."""

    pieces: Memory[SafeString] = Memory(MOST_PIECES)

    def __init__(self, name: str, inputs: dict[str, FilterExpression]) -> None:
        self.name = name
        self.inputs = inputs

    def render(self, context: Context) -> SafeString:
        """Return the piece as it was drawn a moment ago, or draw it; its inputs must be hashable and say all it shows."""
        values = {name: context.get(name) for name in AROUND_PIECES}
        values |= {name: expression.resolve(context) for name, expression in self.inputs.items()}

        def draw() -> SafeString:
            assert context.template is not None
            return context.template.engine.get_template(self.name).render(context.new(values))

        if settings.DEBUG:
            return draw()
        return self.pieces.answer((self.name, timezone.get_current_timezone_name(), *values.values()), draw)


class InputsNode(Node):
    """The declaration at the head of a component: fills in defaults, refuses unknown and missing inputs."""

    def __init__(self, component: str, required: frozenset[str], defaults: dict[str, FilterExpression]) -> None:
        self.component = component
        self.required = required
        self.defaults = defaults

    def render(self, context: Context) -> SafeString:
        """Check what was given; errors name the component and the input."""
        given: frozenset[str] = context.get(GIVEN) or frozenset()
        if missing := self.required - given:
            raise TemplateSyntaxError(f"{self.component} needs {', '.join(sorted(missing))}")
        if unknown := given - self.required - self.defaults.keys():
            raise TemplateSyntaxError(f"{self.component} does not take {', '.join(sorted(unknown))}")
        for name, expression in self.defaults.items():
            if name not in given:
                context[name] = expression.resolve(context)
        return SafeString("")


def _parse_component(parser: Parser, token: Token) -> tuple[FilterExpression, dict[str, FilterExpression]]:
    tag, *bits = token.split_contents()
    if not bits:
        raise TemplateSyntaxError(f"{tag} needs the name of a component")
    rest = bits[1:]
    inputs = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"{tag} {bits[0]}: inputs are given by name, not {' '.join(rest)!r}")
    return parser.compile_filter(bits[0]), inputs


@register.tag("ui")
def ui(parser: Parser, token: Token) -> ComponentNode:
    """Render a component: `{% ui "badge" label=_("On air") kind="live" %}`."""
    name, inputs = _parse_component(parser, token)
    return ComponentNode(name, inputs, None)


@register.tag("wrap")
def wrap(parser: Parser, token: Token) -> ComponentNode:
    """Render a component around a part of the page, which it gets as `body`."""
    name, inputs = _parse_component(parser, token)
    body = parser.parse(("endwrap",))
    parser.delete_first_token()
    return ComponentNode(name, inputs, body)


@register.tag("piece")
def piece(parser: Parser, token: Token) -> PieceNode:
    """Render a part of a page that many see alike: `{% piece "portal/parts/head.html" head=page.head %}`."""
    name, inputs = _parse_component(parser, token)
    return PieceNode(str(name.resolve(Context())), inputs)


@register.tag("inputs")
def inputs(parser: Parser, token: Token) -> InputsNode:
    """Declare what a component takes: `{% inputs label url="" kind="first" %}`."""
    _tag, *bits = token.split_contents()
    required = frozenset(bit for bit in bits if "=" not in bit)
    defaults = token_kwargs([bit for bit in bits if "=" in bit], parser)
    origin = parser.origin.template_name if parser.origin else None
    return InputsNode(str(origin or "component"), required, defaults)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it is decoration, the words stand beside it."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name])


@register.simple_tag
@remembered
def island(name: str) -> SafeString:
    """Load the script `frontend/islands/<name>`."""
    return format_html('<script type="module" src="{}"></script>', static(f"islands/{name}.js"))


@register.simple_tag
def linked_data(data: str) -> SafeString:
    """Write schema.org data, which is JSON already, as JSON-LD; browsers treat it as data, not as a script."""
    text = data.translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- brackets are escaped above


@register.simple_tag(takes_context=True)
def when(context: Context, moment: date | datetime | None) -> SafeString:
    """Say a moment or a day as people do, in the viewer's zone; the exact one is on hover and for screen readers."""
    if moment is None:
        return SafeString("")
    zone = timezone.get_current_timezone()
    if not isinstance(moment, datetime):
        spoken = dates.spoken_day(moment, now().astimezone(zone).date())
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), spoken)
    return _told(context, moment, zone, dates.spoken_moment(moment, now=now(), zone=zone))


@register.simple_tag(takes_context=True)
def exactly(context: Context, moment: datetime) -> SafeString:
    """Say a moment by its date and hour, in the viewer's zone: for what stands after «до», where «завтра» does not fit."""
    zone = timezone.get_current_timezone()
    return _told(context, moment, zone, dates.dated_moment(moment, zone))


def _told(context: Context, moment: datetime, zone: tzinfo, words: str) -> SafeString:
    """Return a moment in these words; the exact one is on hover, another zone than the school's is named."""
    school = context.get("school")
    school_zone = ZoneInfo(school.time_zone if school else settings.TIME_ZONE)
    mark = dates.other_zone_mark(moment, zone=zone, school_zone=school_zone)
    return format_html(
        '<time datetime="{}" title="{}">{}{}</time>',
        moment.astimezone(zone).isoformat(timespec="minutes"),
        dates.exact_moment(moment, zone),
        words,
        f" ({mark})" if mark else "",
    )


@register.filter
def duration(seconds: float | None) -> str:
    """Say a length: «1 ч 15 мин», «40 мин», «25 с»."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < MINUTE_SECONDS:
        return gettext("%(count)d s") % {"count": whole}
    hours, minutes = divmod((whole + MINUTE_SECONDS // 2) // MINUTE_SECONDS, 60)
    parts = [gettext("%(count)d h") % {"count": hours}] if hours else []
    if minutes:
        parts.append(gettext("%(count)d min") % {"count": minutes})
    return " ".join(parts)


@register.filter
def timecode(seconds: float | None) -> str:
    """Write a place in a film: 4:07, 1:02:33."""
    if seconds is None:
        return ""
    hours, rest = divmod(int(seconds), HOUR_SECONDS)
    minutes, rest = divmod(rest, MINUTE_SECONDS)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def time_left(seconds: float | None) -> str:
    """Say how long is left, roughly: a promise in seconds would be a lie."""
    if seconds is None:
        return ""
    minutes = round(seconds / MINUTE_SECONDS)
    if minutes < 1:
        return gettext("less than a minute left")
    return ngettext("about %(count)d minute left", "about %(count)d minutes left", minutes) % {"count": minutes}


@register.filter
def undo_url(message: Any) -> str:
    """Return the address that takes back what a message tells of, if it can be taken back."""
    return undo_url_of(message)
