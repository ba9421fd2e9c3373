"""What the forms of the programme share: versions, lists of rows."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.dates import ZONE_NAMES
from nastavnik.core.forms import WALL_CLOCK

LARGEST_VERSION = 2**31 - 1


class VersionedForm(forms.Form):
    """A form that knows which state of the thing it was opened on."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    def show_newer(
        self, current: Mapping[str, Any], *, disputed: Collection[str] | None = None, untouched: Collection[str] = ()
    ) -> None:
        """Keep what was typed and say beside it what somebody else has saved; the next try counts as seen.

        `disputed` are the fields to speak of (None: all that differ), `untouched` those that take the newer value.
        """
        typed = self.data.copy()  # type: ignore[attr-defined]  # what the browser posts can be copied
        typed[self.add_prefix("version")] = str(current["version"])
        for name in untouched:
            typed.setlist(self.add_prefix(name), as_posted(current[name]))
        self.data = typed
        spoken_of = [name for name in self.cleaned_data if name in current and name != "version"]
        if disputed is not None:
            spoken_of = [name for name in spoken_of if name in disputed]
        for name in spoken_of:
            if as_posted(self.cleaned_data[name]) != as_posted(current[name]):
                said = in_words(self.fields[name], current[name])
                self.add_error(name, _("Meanwhile saved by somebody else: %(value)s") % {"value": said or "—"})


def as_posted(value: Any) -> list[str]:
    """Return a value as a browser posts it."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [f"{value:{WALL_CLOCK}}" if isinstance(value, datetime) else "" if value is None else str(value)]


def in_words(field: forms.Field, value: Any) -> str:
    """Return a field's value as people read it."""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(field, forms.ChoiceField):
        chosen = {str(item) for item in (value if isinstance(value, list) else [value])}
        choices: Any = field.choices
        return ", ".join(str(label) for key, label in choices if str(key) in chosen)
    return str(value)


class Colour(forms.TextInput):
    """The browser's own colour field."""

    input_type = "color"


class Numbers(forms.TypedMultipleChoiceField):
    """Several rows ticked in a list, as their numbers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, **kwargs)


def zone_choices(first: Any = None) -> list[tuple[str, Any]]:
    """Return the zones of Russia; with `first`, an empty choice of that name before them."""
    return [*([("", first)] if first else []), *ZONE_NAMES.items()]
