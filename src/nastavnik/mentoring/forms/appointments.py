"""Forms of slots, appointments and their notes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import Day, WallClockField, check_year
from nastavnik.mentoring.enums import NoteAudience, SlotPlace
from nastavnik.mentoring.models.appointments import LONGEST_MINUTES, LONGEST_NOTE, LONGEST_WORD, SHORTEST_MINUTES
from nastavnik.mentoring.terms.series import Meeting, Series

WEEKDAYS = (
    (0, _("Mondays")),
    (1, _("Tuesdays")),
    (2, _("Wednesdays")),
    (3, _("Thursdays")),
    (4, _("Fridays")),
    (5, _("Saturdays")),
    (6, _("Sundays")),
)
LONGEST_SERIES = timedelta(days=366)
LARGEST_VERSION = 2**31 - 1
is_address = URLValidator(schemes=("https", "http"))


class VersionedForm(forms.Form):
    """A form that knows which state of the thing it was opened on."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    def see_newer(self, version: int) -> None:
        """Let the next try count as one that has seen what was saved meanwhile; what was typed is kept."""
        typed = self.data.copy()  # type: ignore[attr-defined]  # what the browser posts can be copied
        typed["version"] = str(version)
        self.data = typed


class PlaceForm(forms.Form):
    """Where mentor and visitor meet, and for how long."""

    minutes = forms.IntegerField(
        label=_("Length, minutes"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES, initial=30
    )
    place = forms.ChoiceField(
        label=_("How you meet"), choices=SlotPlace.choices, initial=SlotPlace.LINK, widget=forms.RadioSelect
    )
    room = forms.CharField(
        label=_("Address of the meeting, or the room"),
        max_length=300,
        help_text=_("The address is shown only to who has booked; a room is seen by everybody who chooses a time."),
    )

    def clean(self) -> dict[str, Any]:
        """Hold an address to be one: who has booked follows it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("place") == SlotPlace.LINK and cleaned.get("room"):
            try:
                is_address(cleaned["room"])
            except ValidationError:
                self.add_error("room", _("Give the address of the meeting: it begins with https://."))
        return cleaned


class SlotForm(PlaceForm, VersionedForm):
    """A time of a mentor, typed by the clock of `zone`."""

    field_order = ("starts_at", "minutes", "place", "room", "word")

    starts_at = WallClockField(label=_("Day and hour"))
    word = forms.CharField(
        label=_("A word to who comes"),
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why it is moved; it comes with the letter."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, zone_label: str, is_booked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["starts_at"].help_text = _("By your clock: %(zone)s.") % {"zone": zone_label}
        if not is_booked:
            del self.fields["word"]

    def meeting(self) -> Meeting:
        """Return what was typed as the services take it."""
        said = self.cleaned_data
        starts_at: datetime = said["starts_at"].replace(tzinfo=self.zone).astimezone(UTC)
        return Meeting(starts_at, said["minutes"], said["place"], said["room"])


class SeriesForm(PlaceForm):
    """The same hours on several days, typed by the clock of `zone`."""

    field_order = ("first_day", "last_day", "weekdays", "is_working_days", "begins", "until", "minutes", "pause")

    first_day = forms.DateField(label=_("First day"), widget=Day, validators=[check_year])
    last_day = forms.DateField(label=_("Last day"), widget=Day, validators=[check_year])
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    is_working_days = forms.BooleanField(label=_("Leave out holidays and other days off"), required=False, initial=True)
    begins = forms.TimeField(label=_("First time begins at"), widget=forms.TimeInput(attrs={"type": "time"}))
    until = forms.TimeField(label=_("Last time ends at the latest at"), widget=forms.TimeInput(attrs={"type": "time"}))
    pause = forms.IntegerField(label=_("Pause between them, minutes"), min_value=0, max_value=120, initial=0)

    def __init__(self, *args: Any, zone: ZoneInfo, zone_label: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["first_day"].initial = today
        self.fields["begins"].help_text = _("By your clock: %(zone)s.") % {"zone": zone_label}

    def clean(self) -> dict[str, Any]:
        """Hold the days and the hours to their order."""
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and not first <= last <= first + LONGEST_SERIES:
            self.add_error("last_day", _("The last day comes after the first one, at most a year later."))
        begins, until = cleaned.get("begins"), cleaned.get("until")
        if begins and until and begins >= until:
            self.add_error("until", _("The end comes after the beginning, on the same day."))
        return cleaned

    def series(self) -> Series:
        """Return what was typed as the services take it."""
        return Series(zone=self.zone, **self.cleaned_data)


class BookForm(forms.Form):
    """What somebody wants to speak about."""

    topic = forms.CharField(
        label=_("What you want to speak about"),
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The mentor reads it, and a methodist may; nobody else does. It stands in no letter."),
    )


class WordForm(forms.Form):
    """A word to the other with a cancelling."""

    word = forms.CharField(
        label=_("A word to the other"),
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It comes with the letter."),
    )


class MoveForm(WordForm):
    """Which other time it shall be; the page draws the times day by day."""

    slot = forms.CharField(
        max_length=22, widget=forms.HiddenInput, error_messages={"required": _("Choose one of the times.")}
    )


class NoteForm(VersionedForm):
    """What one of the two notes."""

    text = forms.CharField(
        label=_("My note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 8})
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"), choices=NoteAudience.choices, initial=NoteAudience.OWN, widget=forms.RadioSelect
    )

    def show_newer(self, message: str, *, text: str, version: int) -> None:
        """Keep what was typed, and show what another window has saved; the next try counts as seen."""
        self.see_newer(version)
        self.add_error("text", message)
        self.add_error("text", _("Saved there: %(text)s") % {"text": text or "—"})


class UnsavedNoteForm(forms.Form):
    """What stands in the form of a note while it is written."""

    text = forms.CharField(required=False, max_length=LONGEST_NOTE, strip=False)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION)
