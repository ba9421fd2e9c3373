"""Forms that know which state of a thing they were opened on, and show beside what was typed what somebody else has saved."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext

from nastavnik.contest.selectors.typed import LARGEST_VERSION
from nastavnik.core.forms import WALL_CLOCK


class VersionedForm(forms.Form):
    """A form with the version (`selectors.typed`) of what it changes."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    @property
    def known_version(self) -> int:
        """Return the version on which the form was opened."""
        return int(self.cleaned_data.get("version") or 0)

    def values(self) -> dict[str, Any]:
        """Return what was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def show_newer(self, current: Mapping[str, Any]) -> None:
        """Keep what was typed and say beside it what is saved now; the next try counts as one that has seen it."""
        typed = self.data.copy()  # type: ignore[attr-defined]  # what the browser posts can be copied
        typed[self.add_prefix("version")] = str(current["version"])
        self.data = typed
        for name in list(self.cleaned_data):
            if name != "version" and name in current and _posted(self.cleaned_data[name]) != _posted(current[name]):
                said = _said(self.fields[name], current[name])
                self.add_error(name, gettext("Meanwhile saved by somebody else: %(value)s") % {"value": said or "—"})


def _posted(value: Any) -> str:
    """Return a value so that what was typed and what is saved can be compared."""
    if isinstance(value, datetime):
        return f"{value:{WALL_CLOCK}}"
    if isinstance(value, Decimal):
        return str(value.normalize())
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _said(field: forms.Field, value: Any) -> str:
    """Return a saved value as people read it."""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return ", ".join(str(label) for key, label in choices if str(key) == str(value))
    return str(value)
