"""Forms of the queue and of what stands behind it: who answers, what a mentor takes on, themes, rules."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.mentoring.models.routing import LONGEST_NOTE, MOST_AT_ONCE, SHORTEST_DAY
from nastavnik.mentoring.selectors.terms import Rules
from nastavnik.mentoring.services.profiles import Offer

LARGEST_VERSION = 2**31 - 1
LONGEST_WORDS = 200
LAST_DAY = date(2100, 12, 31)
# of a time: no seconds
MINUTES = ("%H:%M",)
WORKING = (("no", _("does not work")), ("yes", _("works")))


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Hour(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def minutes_of(at: time) -> int:
    """Return how many minutes of the day are over at a time."""
    return at.hour * 60 + at.minute


def note_field(label: Any) -> forms.CharField:
    """Return the field of a word about a question."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=LONGEST_NOTE, widget=widget)


class GiveForm(forms.Form):
    """To which mentor a question goes; looking for one keeps what is typed."""

    words = forms.CharField(label=_("Look for a mentor by name"), required=False, max_length=LONGEST_WORDS)
    mentor = forms.ChoiceField(label=_("Mentor"), widget=forms.RadioSelect)
    note = note_field(_("A word for her"))

    def __init__(self, *args: Any, mentors: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = list(mentors)  # type: ignore[attr-defined]  # a ChoiceField


class PassForm(GiveForm):
    """To which mentor a mentor gives her question."""

    stays = forms.BooleanField(label=_("I go on answering too: a colleague joins me"), required=False)


class EndForm(forms.Form):
    """Why a mentor has a question no more."""

    note = note_field(_("Why"))


class ProfileForm(forms.Form):
    """What a mentor takes on."""

    themes = forms.TypedMultipleChoiceField(
        label=_("Themes"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to take every theme."),
    )
    capacity = forms.IntegerField(
        label=_("Questions at a time"),
        min_value=0,
        max_value=MOST_AT_ONCE,
        help_text=_("So many open ones come by themselves. With 0 none does; a methodist can still give you one."),
    )
    mentee_capacity = forms.IntegerField(label=_("Mentees at a time"), min_value=0, max_value=MOST_AT_ONCE)
    away_until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=Day,
        help_text=_("The last day of the absence. What is due until then goes on to other mentors."),
    )
    about = forms.CharField(
        label=_("About the mentor"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    def __init__(self, *args: Any, themes: Iterable[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = list(themes)
        self.fields["themes"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not choices:
            del self.fields["themes"]

    def clean_away_until(self) -> date | None:
        """Return the last day of the absence; one that is over is none."""
        last_day: date | None = self.cleaned_data["away_until"]
        if last_day is not None and last_day > LAST_DAY:
            raise forms.ValidationError(_("This day is too far away."))
        return last_day if last_day is not None and last_day >= self.today else None

    def offer(self) -> Offer:
        """Return what was typed."""
        said = self.cleaned_data
        return Offer(
            about=said["about"],
            theme_ids=said.get("themes", []),
            capacity=said["capacity"],
            mentee_capacity=said["mentee_capacity"],
            away_until=said["away_until"],
            version=said["version"] or 0,
        )


class ThemeForm(forms.Form):
    """What a theme is called."""

    title = forms.CharField(label=_("What questions are about"), max_length=120)

    def clean_title(self) -> str:
        """Return the title with single spaces."""
        return " ".join(self.cleaned_data["title"].split())


class RulesForm(forms.Form):
    """Term and working hours."""

    term_days = forms.IntegerField(
        label=_("Working days for an answer"),
        min_value=1,
        max_value=30,
        help_text=_("The day of the question is not counted; the term ends with the last working day."),
    )
    opens_at = forms.TimeField(label=_("The working day begins"), widget=Hour, input_formats=MINUTES)
    closes_at = forms.TimeField(label=_("The working day ends"), widget=Hour, input_formats=MINUTES)
    warn_hours = forms.IntegerField(
        label=_("Warn so many working hours before the term is over"), min_value=1, max_value=80
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    def clean(self) -> dict[str, Any]:
        """Return what was typed; a day is an hour long at least: in shorter ones terms would be reckoned over years."""
        said = super().clean() or {}
        opens_at, closes_at = said.get("opens_at"), said.get("closes_at")
        # midnight is a time like any other
        if (
            opens_at is not None
            and closes_at is not None
            and minutes_of(closes_at) - minutes_of(opens_at) < SHORTEST_DAY
        ):
            self.add_error("closes_at", _("The working day must last an hour at least."))
        return said

    def rules(self) -> Rules:
        """Return what was typed."""
        said = self.cleaned_data
        return Rules(said["term_days"], said["warn_hours"], said["opens_at"], said["closes_at"], said["version"] or 0)


class DayForm(forms.Form):
    """A day on which the school does otherwise than the country."""

    day = forms.DateField(label=_("Day"), widget=Day)
    is_working = forms.ChoiceField(label=_("On this day the school"), choices=WORKING, initial="no")
    note = forms.CharField(label=_("Note"), required=False, max_length=120)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """Return the day, which is to come: what is over changes no term."""
        day: date = self.cleaned_data["day"]
        if not self.today <= day <= LAST_DAY:
            raise forms.ValidationError(_("Choose a day from today on."))
        return day
