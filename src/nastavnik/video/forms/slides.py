"""Forms of the desk of slides: one slide, a new one, the file of the talk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.times import TimeField

TALK_TYPES = ".pdf,.pptx,application/pdf"


class SlideForm(forms.Form):
    """A slide: what a person says of it. `at` is the second by which it is called, `version` that of the slides she saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    at = forms.FloatField(min_value=0, widget=forms.HiddenInput)
    seconds = TimeField(label=_("Begins at"))
    title = forms.CharField(label=_("Title"), max_length=250, required=False)
    page = forms.IntegerField(label=_("Page of the file"), min_value=1, required=False)


class SlideKeyForm(forms.Form):
    """A slide that is only pointed at."""

    version = forms.IntegerField(min_value=0)
    at = forms.FloatField(min_value=0)


class NewSlideForm(forms.Form):
    """A slide that nobody found."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seconds = TimeField(label=_("Begins at"))
    title = forms.CharField(label=_("Title"), max_length=250, required=False)


class VersionForm(forms.Form):
    """What is done to all slides."""

    version = forms.IntegerField(min_value=0)


class TalkForm(forms.Form):
    """The file of the talk: a file of the person's own, or a handout of the lesson."""

    file = forms.FileField(
        label=_("File of the talk (PDF or PPTX)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": TALK_TYPES}),
    )
    handout = forms.SlugField(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        said = super().clean() or {}
        if not said.get("file") and not said.get("handout"):
            self.add_error("file", _("Choose a file first."))
        return said
