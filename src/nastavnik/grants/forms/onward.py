"""What people note of an application that has gone to a fund."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.checking.numbers import read_money, write_money
from nastavnik.core.forms import WALL_CLOCK, Day, WallClockField, check_year
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.services.onward import Answer

# what is noted at each state, and what of it must be
NOTED: Mapping[GrantState, tuple[str, ...]] = {
    GrantState.SUBMITTED: ("submitted_at", "fund_number"),
    GrantState.ADMITTED: ("fund_number", "answered_on", "answer"),
    GrantState.WON: ("granted", "answered_on", "answer"),
    GrantState.REFUSED: ("answered_on", "answer"),
}
NEEDED: Mapping[GrantState, frozenset[str]] = {
    GrantState.SUBMITTED: frozenset({"submitted_at"}),
    GrantState.WON: frozenset({"granted"}),
}
ALL = ("submitted_at", "fund_number", "answered_on", "granted", "answer")


class RoublesField(forms.CharField):
    """A sum in roubles as people type it; its value is kopecks, None for nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """Show kopecks as roubles."""
        return write_money(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return kopecks."""
        text = super().clean(value)
        if not text:
            return None
        kopecks = read_money(text)
        if kopecks is None:
            raise ValidationError(_("Write the sum in roubles, such as 480 000 or 480 000,50."))
        return kopecks


class AnswerForm(forms.Form):
    """What the fund has and says. `state` narrows it to what is noted at that step; moments are by the clock of the school."""

    submitted_at = WallClockField(label=_("When was it sent?"), required=False)
    fund_number = forms.CharField(
        label=_("Number at the fund"),
        max_length=100,
        required=False,
        help_text=_("As it stands in the account on the fund’s site."),
    )
    granted = RoublesField(label=_("How much was granted, in roubles?"), required=False)
    answered_on = forms.DateField(
        label=_("When did the fund answer?"), required=False, widget=Day, validators=[check_year]
    )
    answer = forms.CharField(
        label=_("What did the fund answer?"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Marks and remarks of the experts too: the next application begins with them."),
    )

    def __init__(
        self,
        posted: Mapping[str, Any] | None = None,
        *,
        grant: GrantApplication,
        zone: tzinfo,
        now: datetime,
        state: GrantState | None = None,
    ) -> None:
        self.zone, self.now = zone, now
        local = (grant.submitted_at or now).astimezone(zone)
        initial = {
            "submitted_at": local.strftime(WALL_CLOCK),
            "fund_number": grant.fund_number,
            "granted": grant.granted if grant.granted is not None else grant.requested,
            "answered_on": grant.answered_on or (now.astimezone(zone).date() if state else None),
            "answer": grant.answer,
        }
        if state is None and grant.granted is None:
            initial["granted"] = None
        super().__init__(posted, initial=initial)
        for name in set(ALL) - set(NOTED.get(state, ()) if state else _told_of(grant)):
            del self.fields[name]
        for name in NEEDED.get(state, frozenset()) if state else ():
            self.fields[name].required = True

    def clean_submitted_at(self) -> datetime | None:
        """Return the moment as the school's clock has it; what is yet to come was not."""
        naive: datetime | None = self.cleaned_data["submitted_at"]
        if naive is None:
            return None
        moment = naive.replace(tzinfo=self.zone)
        if moment > self.now:
            raise ValidationError(_("This moment is still to come."))
        return moment

    @property
    def told(self) -> Answer:
        """Return what was noted."""
        return Answer(**{name: self.cleaned_data[name] for name in self.fields})


def _told_of(grant: GrantApplication) -> tuple[str, ...]:
    """Return what can be corrected of an application where it is."""
    return ALL if grant.state == GrantState.WON else tuple(name for name in ALL if name != "granted")


class ReportForm(forms.Form):
    """A report that is due."""

    title = forms.CharField(label=_("What is reported?"), max_length=200)
    due_on = forms.DateField(label=_("Until which day?"), widget=Day, validators=[check_year])
