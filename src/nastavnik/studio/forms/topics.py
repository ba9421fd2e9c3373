"""What is typed about topics."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import WordsField
from nastavnik.studio.models import Topic
from nastavnik.studio.models.topics import LONGEST_TEXT, LONGEST_TITLE
from nastavnik.studio.services.topics import Proposal

LONGEST_REASON = 300


class WordsForm(forms.Form):
    """The words of a topic."""

    title = WordsField(
        label=_("What the lesson is about"),
        help_text=_("As you would look for it: “A booktrailer on a phone in an evening”."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Say in a few words what the lesson should be about.")},
    )
    about = WordsField(
        label=_("What exactly you would learn"),
        help_text=_("For whom, what does not work now, what you want to be able to do afterwards."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ProposalForm(WordsForm):
    """A proposal. `searched`: what its proposer had looked for in vain."""

    searched = WordsField(max_length=LONGEST_TITLE, required=False, widget=forms.HiddenInput)

    def proposal(self, *, is_sure: bool) -> Proposal:
        """Return what is proposed."""
        said = self.cleaned_data
        return Proposal(said["title"], said["about"], said["searched"], is_sure=is_sure)


class EditForm(WordsForm):
    """The words of a topic that is there, and its version when they were read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, topic: Topic) -> None:
        super().__init__(data, initial={"title": topic.title, "about": topic.about, "version": topic.version})

    def read_anew(self, topic: Topic) -> None:
        """Let what is typed be saved over the words as they stand now: whoever types has them before her."""
        if self.is_bound:
            self.data = {**self.data.dict(), "version": str(topic.version)}  # type: ignore[attr-defined]  # of a request


class ReasonForm(forms.Form):
    """Why a topic is set aside."""

    because = WordsField(
        label=_("Why it is set aside"),
        help_text=_("Told to those who asked for it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
