"""Forms of self-checks at the desk: settings, a new one, a file to be brought, a mark for an answer."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from nastavnik.learning.models.quizzes import LONGEST_TEXT, MOST_ATTEMPTS
from nastavnik.programme.selectors import LessonCard

TITLE_LENGTH = 200


def with_version(posted: Any, version: int) -> Any:
    """Return what was posted, as if the form had been opened on `version`."""
    typed = posted.copy()
    typed["version"] = str(version)
    return typed


class NewQuizForm(forms.Form):
    """Of which lesson, and what it is called."""

    lesson = forms.ChoiceField(label=_("Lesson"))
    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH, initial=_("What do I take along from the lesson?")
    )

    def __init__(self, *args: Any, lessons: list[LessonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lesson"]
        field.choices = [(card.uid, f"{card.title} ({', '.join(card.mark[:2])})") for card in lessons]


class QuizForm(forms.Form):
    """The settings of a self-check."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    intro = forms.CharField(
        label=_("Before it begins"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("What it is about and what to have at hand. Markdown."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    pass_percent = forms.IntegerField(label=_("Passed from, per cent of the points"), min_value=1, max_value=100)
    attempts_allowed = forms.IntegerField(
        label=_("Attempts"),
        required=False,
        help_text=_("Leave it empty for as many as she likes: then a wrong answer is something to learn from."),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ATTEMPTS)],
    )
    is_shuffled = forms.BooleanField(label=_("Questions in another order each time"), required=False)
    are_options_shuffled = forms.BooleanField(label=_("Answers in another order each time"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def settings(self) -> dict[str, Any]:
        """Return what is set, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def known_version(self) -> int:
        """Return the version on which the form was opened."""
        return int(self.cleaned_data.get("version") or 0)

    def show_version(self, version: int) -> None:
        """Let the next try count as one that has seen what somebody else saved."""
        self.data = with_version(self.data, version)


class ImportForm(forms.Form):
    """A file of questions, and the lesson for which a self-check is made of it."""

    lesson = forms.ChoiceField(label=_("Lesson"))
    file = forms.FileField(
        label=_("File in Moodle XML"), help_text=_("In Moodle: question bank, export, Moodle XML. At most 10 MB.")
    )

    def __init__(self, *args: Any, lessons: list[LessonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lesson"]
        field.choices = [(card.uid, f"{card.title} ({', '.join(card.mark[:2])})") for card in lessons]


class MarkForm(forms.Form):
    """How much of its points an answer gets, and a word back."""

    percent = forms.TypedChoiceField(
        label=_("The answer gets"),
        coerce=int,
        choices=(
            (100, _("all points: it is right")),
            (75, _("three quarters")),
            (50, _("half: something is missing")),
            (25, _("a quarter")),
            (0, _("nothing: it is not what was asked")),
        ),
        widget=forms.RadioSelect,
    )
    reply = forms.CharField(
        label=_("A word back"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("What is good, what is missing, where to look again. She gets it as a notice."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
