"""The form that cuts a recording."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.templatetags.ui import timecode

CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})", re.ASCII)


class SecondsField(forms.CharField):
    """A length as people write it: 3:15, 1:02:33, 195. The cleaned value is in seconds."""

    def prepare_value(self, value: object) -> object:
        """Write seconds as people do; leave what was typed as it is."""
        return timecode(value) if isinstance(value, int | float) else value

    def clean(self, value: object) -> float:
        """Read what was typed; nothing is nought."""
        match = CLOCK.fullmatch(str(super().clean(value)).strip() or "0")
        if match is None:
            raise forms.ValidationError(_("Write minutes and seconds with a colon, as 3:15."), code="invalid")
        hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds


class TrimForm(forms.Form):
    """How much is cut off the whole recording."""

    head_seconds = SecondsField(
        label=_("Cut off at the beginning"),
        required=False,
        max_length=10,
        help_text=_(
            "Minutes and seconds: 3:15. The picture begins at the last key frame before, a second or two earlier."
        ),
    )
    tail_seconds = SecondsField(label=_("Cut off at the end"), required=False, max_length=10)
