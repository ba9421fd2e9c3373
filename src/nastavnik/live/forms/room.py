"""What comes from the forms of a room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.live.enums import PollKind, ReactionKind

MOST_MESSAGE = 1000
MOST_QUESTION = 500
MOST_NAME = 80
MOST_PEOPLE = 200
MOST_SLOW_SECONDS = 600
MOST_POLL_TITLE = 250
MOST_OPTION = 150
MOST_OPTIONS_TEXT = 3000


class KeyedForm(forms.Form):
    """Something that a browser may send twice when a connection breaks: its key tells that it is the same."""

    key = forms.RegexField(r"^[A-Za-z0-9-]{1,36}$", required=False)


class SayForm(KeyedForm):
    """A message of the chat."""

    text = forms.CharField(label=_("Message"), max_length=MOST_MESSAGE)


class AskForm(KeyedForm):
    """A question to the speaker."""

    text = forms.CharField(label=_("Your question to the speaker"), max_length=MOST_QUESTION)


class EnterForm(forms.Form):
    """Who comes in, and how many are at the screen."""

    name = forms.CharField(label=_("Your name"), max_length=MOST_NAME, required=False)
    people = forms.IntegerField(
        label=_("People at your screen"), min_value=1, max_value=MOST_PEOPLE, initial=1, required=False
    )

    def clean_people(self) -> int:
        """Count one where nothing is said."""
        return self.cleaned_data["people"] or 1


class WishForm(forms.Form):
    """A wish that can be taken back: a vote, a raised hand."""

    is_wanted = forms.BooleanField(required=False)


class ReactForm(forms.Form):
    """Something said by one press."""

    kind = forms.ChoiceField(choices=ReactionKind.choices)


class ChoiceForm(forms.Form):
    """The chosen answers of a poll, by their positions; which there are is the service's matter."""

    choice = forms.TypedMultipleChoiceField(coerce=int, choices=[(number, number) for number in range(1, 11)])


class RulesForm(forms.Form):
    """The rules of a room."""

    is_chat_open = forms.BooleanField(label=_("The chat is open"), required=False)
    slow_seconds = forms.IntegerField(
        label=_("At least so many seconds between messages of one person"), min_value=0, max_value=MOST_SLOW_SECONDS
    )
    are_links_allowed = forms.BooleanField(label=_("Links may be sent"), required=False)
    are_guests_allowed = forms.BooleanField(label=_("Guests may write after giving a name"), required=False)
    are_questions_moderated = forms.BooleanField(label=_("Questions are shown after approval"), required=False)


class MergeForm(forms.Form):
    """The question that another is put together with."""

    into = forms.SlugField(max_length=22)


class PollForm(forms.Form):
    """A new poll."""

    title = forms.CharField(label=_("What do you ask?"), max_length=MOST_POLL_TITLE)
    kind = forms.ChoiceField(label=_("How is it answered?"), choices=PollKind.choices, initial=PollKind.SINGLE)
    options = forms.CharField(
        label=_("Answers, each on a line of its own"),
        help_text=_("From two to ten. A scale needs none."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST_OPTIONS_TEXT,
        required=False,
    )
    has_live_results = forms.BooleanField(
        label=_("Everybody sees the results while answers come in"), required=False, initial=True
    )
    is_asked_now = forms.BooleanField(label=_("Ask at once"), required=False)

    def clean_options(self) -> list[str]:
        """Return the answers; a line that is too long is refused, an empty one is none."""
        titles = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        if any(len(title) > MOST_OPTION for title in titles):
            raise forms.ValidationError(_("An answer may have at most %(most)d letters.") % {"most": MOST_OPTION})
        return titles

    def poll_fields(self) -> dict[str, Any]:
        """Return what the service takes."""
        names = ("title", "kind", "options", "has_live_results", "is_asked_now")
        return {name: self.cleaned_data[name] for name in names}
