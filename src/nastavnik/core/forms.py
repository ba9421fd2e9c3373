"""How forms are drawn, with the components of `templates/ui/`, how they say what a service refuses, and fields for days, hours and addresses."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.core.outside import FAULT_TEXTS, MOST_CHARACTERS, OutsideFault, check_address
from nastavnik.core.text import without_unkept

T = TypeVar("T")

WALL_CLOCK = "%Y-%m-%dT%H:%M"
# Beyond these a year is a slip of the finger; at the ends of the calendar moments can no longer be counted with.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


class SchoolRenderer(TemplatesSetting):
    """Django's renderer with our field in place of Django's."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"


def attempt(form: BaseForm, call: Callable[[], T]) -> T | None:
    """Call a service; a refusal becomes the form's own error, so that nothing typed is lost."""
    try:
        return call()
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return None


def check_year(value: date) -> None:
    """Refuse a day that no school plans for."""
    if not FIRST_DAY <= (value.date() if isinstance(value, datetime) else value) <= LAST_DAY:
        raise forms.ValidationError(
            _("The year must be between %(first)d and %(last)d.") % {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        )


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WallClockField(forms.DateTimeField):
    """Day and hour as they stand on a wall; the form says in which zone the wall is. Its value is naive."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WALL_CLOCK)
    default_validators = [check_year]

    def to_python(self, value: Any) -> datetime | None:
        """Read the numbers without turning them into the viewer's zone."""
        with timezone.override("UTC"):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class WordsField(forms.CharField):
    """Words that somebody may have pasted from anywhere: characters that cannot be kept are left out, not complained of."""

    def to_python(self, value: Any) -> Any:
        """Return the words as they are kept."""
        return super().to_python(without_unkept(value) if isinstance(value, str) else value)


class SystemAddressField(forms.CharField):
    """The address of another system, which the school calls."""

    def __init__(self, **kwargs: Any) -> None:
        plain = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
        widget = forms.TextInput(attrs={"inputmode": "url", **plain})
        super().__init__(max_length=MOST_CHARACTERS, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the address; say what is wrong with one that is not called."""
        address = str(super().clean(value))
        if address:
            try:
                check_address(address)
            except OutsideFault as error:
                raise forms.ValidationError(str(FAULT_TEXTS[error.fault])) from error
        return address
