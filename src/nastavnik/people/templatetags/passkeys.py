"""What allauth's own script for passkeys reads from a page."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def passkey_form(kind: str, **ids: str) -> SafeString:
    """Name the elements of a form (`authenticateForm`, `addForm`) for the script: a block of data, never run as code."""
    data = json.dumps({"ids": ids}).translate(ESCAPES)
    return format_html(
        '<script data-allauth-onload="allauth.webauthn.forms.{}" type="application/json">{}</script>',
        kind,
        mark_safe(data),  # noqa: S308 -- escaped just above, as Django's json_script does
    )
