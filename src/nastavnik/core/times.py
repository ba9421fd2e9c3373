"""Places in a film as people type them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_SECONDS = 24 * 3600
CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:[.,]\d{1,3})?)", re.ASCII)


def write_time(seconds: float) -> str:
    """Write seconds so that `read_time` gives them back to a hundredth: 4:07, 1:02:33.25."""
    hundredths = round(seconds * 100)
    whole, rest = divmod(hundredths, 100)
    hours, minutes, secs = whole // 3600, whole // 60 % 60, whole % 60
    clock = f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
    return f"{clock}.{rest:02}".rstrip("0") if rest else clock


def read_time(text: str) -> float | None:
    """Read `1:02:33`, `4:07,5` or `95` as seconds; None for anything else."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds.replace(",", "."))


class TimeField(forms.CharField):
    """A place in a film; its value is in seconds."""

    default_error_messages = {"time": _("Write a time as minutes and seconds: 4:07, or with hours: 1:02:33.")}

    def prepare_value(self, value: Any) -> Any:
        """Show seconds as a time, and what was typed as it was typed."""
        return write_time(value) if isinstance(value, float | int) else value

    def to_python(self, value: Any) -> Any:
        """Return seconds; raises `ValidationError`."""
        text = super().to_python(value)
        if text is None or text in self.empty_values:
            return None
        seconds = read_time(text)
        if seconds is None or seconds > MOST_SECONDS:
            raise ValidationError(self.error_messages["time"], code="time")
        return seconds

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare times, not how they are written."""
        shown = read_time(initial) if isinstance(initial, str) else initial
        typed = read_time(data) if isinstance(data, str) else data
        return bool(shown != typed)
