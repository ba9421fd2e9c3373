"""A script as it is typed, and what a teleprompter says of itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import WordsField
from nastavnik.studio.models.cards import LONGEST_SCRIPT


class ScriptForm(forms.Form):
    """A script; `version` is the mark of the text that was read."""

    text = WordsField(
        label=_("Script"),
        required=False,
        strip=False,
        max_length=LONGEST_SCRIPT,
        help_text=_(
            "What is said. A line that begins with # begins a part; an empty line begins a paragraph; what stands in [brackets] is not"
            " said: it is for who films."
        ),
        widget=forms.Textarea({"rows": 24, "class": "article-text"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def words(self) -> dict[str, Any]:
        """Return what was typed, with the line ends of files."""
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip("\n")
        return {"text": text, "mark": self.cleaned_data["version"]}


class ReportForm(forms.Form):
    """What a teleprompter says of itself; `number`: of the last deed that it has done."""

    number = forms.IntegerField(min_value=0)
    is_running = forms.BooleanField(required=False)
    speed = forms.IntegerField(min_value=0, max_value=1000)
    percent = forms.IntegerField(min_value=0, max_value=100)
    left = forms.IntegerField(min_value=0, max_value=100_000)

    def told(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return {name: self.cleaned_data[name] for name in ("is_running", "speed", "percent", "left")}
