"""Forms of keys and webhooks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.api.enums import CHOSEN_EVENTS, Event, Life, Scope
from nastavnik.core.forms import SystemAddressField

# Areas of the school, with the words before the dot of the events that belong there.
AREAS = (
    (_("Programme and lessons"), ("programme", "lesson", "handout", "enrolment")),
    (_("Films and broadcasts"), ("film", "broadcast", "recording")),
    (_("Learning"), ("attempt", "quiz", "certificate")),
    (_("Questions and mentorships"), ("question", "answer", "mentorship", "appointment")),
    (_("Contests and grants"), ("contest", "application", "results", "grant")),
    (_("Collections"), ("collection",)),
    (_("People and the school"), ("person", "role", "consent", "staff", "school")),
)


def event_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Return the events that can be chosen, by areas."""
    return [
        (area, [(one.value, one.label) for one in CHOSEN_EVENTS if one.value.partition(".")[0] in words])
        for area, words in AREAS
    ]


class KeyForm(forms.Form):
    """A new key."""

    title = forms.CharField(
        label=_("Its purpose"), max_length=120, help_text=_("The program that will use it: “Site of the library”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of what you may do yourself. What everybody may read needs no key."),
    )
    life = forms.TypedChoiceField(
        label=_("How long it works"), choices=Life.choices, initial=Life.YEAR, coerce=lambda days: Life(int(days))
    )

    def words(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.keys.make_key`."""
        return {**self.cleaned_data, "scopes": [Scope(one) for one in self.cleaned_data["scopes"]]}


class WebhookForm(forms.Form):
    """A webhook."""

    title = forms.CharField(label=_("Its purpose"), max_length=120)
    url = SystemAddressField(
        label=_("Address"), help_text=_("The school sends a message there each time; it begins with https://.")
    )
    events = forms.MultipleChoiceField(
        label=_("What is told"),
        choices=event_choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def words(self) -> dict[str, Any]:
        """Return what was typed in the words of the services."""
        return {**self.cleaned_data, "events": [Event(one) for one in self.cleaned_data["events"]]}


class KeptWebhookForm(WebhookForm):
    """A webhook that there is."""

    is_on = forms.BooleanField(label=_("Send messages"), required=False)
