"""Channels as forms: what is known of one, and where lessons stand there."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind
from nastavnik.audience.selectors.channels.desk import Standing
from nastavnik.audience.selectors.channels.presets import PRESETS
from nastavnik.audience.services.channels import ChannelFacts
from nastavnik.audience.services.channels.keeping import NEED_KEY

MOST_KEY = 500


class CountedChannelForm(forms.Form):
    """A channel. With `has_key` an empty key leaves the one that is kept."""

    title = forms.CharField(label=_("Title"), max_length=80)
    metrics = forms.MultipleChoiceField(
        label=_("What it counts"), choices=Metric.choices, widget=forms.CheckboxSelectMultiple
    )
    rule = forms.CharField(
        label=_("How it counts, in words"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed under its numbers. Left empty, what is known of such places is printed."),
    )
    method = forms.ChoiceField(
        label=_("How the figures come in"),
        widget=forms.RadioSelect,
        help_text=_(
            "By hand always works. The other ways follow what the places publish, and could not be tried against them from here: look at the first numbers."
        ),
    )

    def __init__(self, *args: Any, kind: PlaceKind, has_key: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = PRESETS[kind].methods
        cast("forms.ChoiceField", self.fields["method"]).choices = [(one.value, one.label) for one in methods]
        if kind is PlaceKind.OWN:
            del self.fields["metrics"]
        if len(methods) == 1:
            self.fields["method"].widget = forms.HiddenInput()
        if NEED_KEY.intersection(methods):
            kept = gettext("A key is kept; it is shown to nobody. Leave this empty to keep it.")
            new = gettext("Asked for by the ways that need one. It is kept sealed and shown to nobody.")
            widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
            self.fields["key"] = forms.RegexField(
                r"^[!-~]*$",
                label=_("Key"),
                required=False,
                max_length=MOST_KEY,
                widget=widget,
                help_text=kept if has_key else new,
            )
            self.fields["key"].error_messages["invalid"] = gettext("A key has no spaces in it. Copy it once more.")
        if has_key:
            self.fields["forgets_key"] = forms.BooleanField(label=_("Forget the key that is kept"), required=False)

    def facts(self) -> ChannelFacts:
        """Return what was typed, in the words of `services.channels`."""
        told = self.cleaned_data
        key = told.get("key") or ("" if told.get("forgets_key") else None)
        metrics = [Metric(one) for one in told.get("metrics", ())]
        return ChannelFacts(told["title"], metrics, told["rule"], CountMethod(told["method"]), key)


class PlacementsForm(forms.Form):
    """The addresses of lessons at a channel."""

    def __init__(self, *args: Any, lessons: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lessons = lessons
        for lesson in lessons:
            widget = forms.URLInput(attrs={"placeholder": "https://"})
            notes = self._notes(lesson)
            self.fields[lesson.uid] = forms.URLField(
                label=lesson.title,
                required=False,
                max_length=500,
                assume_scheme="https",
                initial=lesson.url,
                widget=widget,
                help_text=notes,
            )

    @staticmethod
    def _notes(lesson: Standing) -> str:
        """Return what is known of an address."""
        notes = []
        if lesson.is_guessed:
            notes.append(gettext("Taken from the broadcast; save it if it is right."))
        if lesson.is_unasked:
            notes.append(gettext("The place cannot be asked for this address in the way that is chosen."))
        if lesson.state:
            notes.append(gettext("When asked last: %(state)s.") % {"state": lesson.state})
        return " ".join(notes)

    def urls(self) -> dict[int, str]:
        """Return the addresses by the numbers of the lessons."""
        return {lesson.lesson_id: self.cleaned_data[lesson.uid] for lesson in self.lessons}
