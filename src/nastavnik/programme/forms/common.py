"""What the forms of the programme share: versions, days and hours, lists of rows."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.core.dates import ZONE_NAMES

WALL_CLOCK = "%Y-%m-%dT%H:%M"
# Beyond these a year is a slip of the finger; at the ends of the calendar moments can no longer be counted with.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
LARGEST_VERSION = 2**31 - 1


def check_year(value: date) -> None:
    """Refuse a day that no school plans for."""
    if not FIRST_DAY <= (value.date() if isinstance(value, datetime) else value) <= LAST_DAY:
        raise forms.ValidationError(
            _("The year must be between %(first)d and %(last)d.") % {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        )


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


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Colour(forms.TextInput):
    """The browser's own colour field."""

    input_type = "color"


class WallClockField(forms.DateTimeField):
    """Day and hour as they stand on a wall; the form says in which zone the wall is. Its value is naive."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WALL_CLOCK)
    default_validators = [check_year]

    def to_python(self, value: Any) -> datetime | None:
        """Read the numbers without turning them into the viewer's zone."""
        with timezone.override("UTC"):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class Numbers(forms.TypedMultipleChoiceField):
    """Several rows ticked in a list, as their numbers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, **kwargs)


def zone_choices(first: Any = None) -> list[tuple[str, Any]]:
    """Return the zones of Russia; with `first`, an empty choice of that name before them."""
    return [*([("", first)] if first else []), *ZONE_NAMES.items()]
