"""The question as a form, and what its pages post besides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.core.errors import Refusal
from nastavnik.mentoring.enums import Audience
from nastavnik.mentoring.models import Consultation, Theme
from nastavnik.mentoring.models.consultations import LONGEST_SUBJECT, LONGEST_TEXT
from nastavnik.mentoring.services.asking import Words

# What can be attached, as the browser's own dialogue filters it.
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt,.rtf,.txt,.jpg,.jpeg,.png"
# More are not looked at: the service takes five.
MOST_FILES_READ = 20
LARGEST_VERSION = 2**31 - 1


class QuestionForm(forms.Form):
    """A question while it is written; a draft may be half of one, so hardly anything is required."""

    subject = forms.CharField(
        label=gettext_lazy("What do you want to know, in a few words"),
        max_length=LONGEST_SUBJECT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Tell more"),
        help_text=gettext_lazy(
            "What do you have, what have you tried, what should come of it? The mentors who answer and the methodists see your "
            "name and library; nobody else does."
        ),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        help_text=gettext_lazy("It goes to the mentors who take this theme."),
        required=False,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        help_text=gettext_lazy(
            "A methodist may make a good answer public, in other words and without your name; where you could be recognised "
            "all the same, you are asked first."
        ),
        choices=Audience.choices,
        initial=Audience.PRIVATE,
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    def __init__(self, themes: Sequence[Theme], data: QueryDict | None = None, **initial: Any) -> None:
        super().__init__(data, initial=initial)
        choices = [(str(theme.pk), theme.title) for theme in themes]
        self.fields["theme"].choices = [("", _("I do not know")), *choices]  # type: ignore[attr-defined]  # a choice field
        if not themes:
            del self.fields["theme"]

    def words(self) -> Words:
        """Return what was written."""
        said = self.cleaned_data
        return Words(
            subject=said["subject"],
            text=said["text"],
            theme_id=int(said["theme"]) if said.get("theme") else None,
            audience=Audience(said["audience"] or Audience.PRIVATE),
        )

    def refuse(self, refusal: Refusal, current: Consultation | None = None) -> None:
        """Say what was refused and keep what was typed; of a draft that is `current` now the next try counts as having seen it."""
        if current is not None:
            typed = self.data.copy()  # type: ignore[attr-defined]  # what the browser posts can be copied
            typed["version"] = str(current.version)
            self.data = typed
        self.add_error(None, str(refusal.message))


class RemarkForm(forms.Form):
    """Something for the mentors, after the question was sent."""

    text = forms.CharField(
        label=gettext_lazy("Your words to the mentor"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def read_files(files: MultiValueDict[str, UploadedFile[bytes]]) -> list[UploadedFile[bytes]]:
    """Return the files that were posted."""
    return files.getlist("files")[:MOST_FILES_READ]


def read_helped(posted: QueryDict) -> bool | None:
    """Return whether she says that it helped; None where she says nothing."""
    return {"yes": True, "no": False}.get(posted.get("helped", ""))
