"""Places in a film, as authors of self-checks type them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nastavnik.core.templatetags.ui import timecode

CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})", re.ASCII)
LATEST_SECOND = 24 * 3600


class SecondField(forms.Field):
    """A second of a film, written `12:40` or `1:02:33`; its value is a whole number, or None."""

    default_error_messages = {"time": _("Write a time as minutes and seconds: 12:40, or with hours: 1:02:33.")}

    def __init__(self, **kwargs: Any) -> None:
        typing = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "12:40", "maxlength": "12"}
        super().__init__(required=False, widget=forms.TextInput(attrs=typing), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show seconds as a time, and what was typed as it was typed."""
        return timecode(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """Return seconds; raises `ValidationError`."""
        text = str(value or "").strip()
        if not text:
            return None
        match = CLOCK.fullmatch(text)
        hours, minutes, seconds = match.groups() if match else (None, None, None)
        whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
        if match is None or whole > LATEST_SECOND:
            raise ValidationError(self.error_messages["time"], code="time")
        return whole
