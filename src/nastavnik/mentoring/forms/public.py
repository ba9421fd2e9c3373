"""A public answer as a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.mentoring.forms.answering import LARGEST_NUMBER, HiddenNumber
from nastavnik.mentoring.models.consultations import LONGEST_SUBJECT, LONGEST_TEXT
from nastavnik.mentoring.models.routing import Theme
from nastavnik.mentoring.selectors.public.desk import Preparing
from nastavnik.mentoring.services.public.preparing import Words


class PublicForm(forms.Form):
    """What will be public; it may be half done, so nothing is required before it is published."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_SUBJECT, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    question = forms.CharField(
        label=_("Question"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    answer = forms.CharField(
        label=_("The answer"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    needs_consent = forms.BooleanField(
        label=_("Somebody can be recognised by it"),
        required=False,
        help_text=_("Then it becomes public only with the consent of the asker to these very words."),
    )
    version = HiddenNumber()

    def __init__(self, *args: Any, themes: Sequence[Theme], is_consent_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["theme"]
        assert isinstance(field, forms.ChoiceField)  # as declared above
        field.choices = [("", _("Without a theme")), *((str(one.pk), one.title) for one in themes)]
        if is_consent_needed:
            self.fields["needs_consent"].disabled = True
            self.initial["needs_consent"] = True
            self.fields["needs_consent"].help_text = _(
                "The asker wanted this question private, or has said no before: it becomes public only with her consent to "
                "these very words."
            )

    def words(self) -> Words:
        """Return what was typed in the words of `services.public.save`."""
        typed = self.cleaned_data
        theme_id = int(typed["theme"]) if typed["theme"] else None
        return Words(typed["title"], typed["question"], typed["answer"], theme_id, typed["needs_consent"])

    def texts(self) -> dict[str, str]:
        """Return the texts as they are typed, by what they are called; also of a form that cannot be saved."""
        return {str(self.fields[name].label): str(self[name].value() or "") for name in ("title", "question", "answer")}

    def catch_up(self, page: Preparing) -> None:
        """Let the next try count as one that has seen what is saved now; what was typed stays."""
        newer = self.data.copy()  # type: ignore[attr-defined]  # what a browser posts can be copied
        newer["version"] = str(page.answer.version)
        self.data = newer


class VersionForm(forms.Form):
    """The version that the page shows."""

    version = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER)

    @property
    def shown(self) -> int:
        """Return it; what is no number is none that there ever was."""
        return int(self.cleaned_data["version"]) if self.is_valid() else -1


def public_form(page: Preparing, posted: Any = None) -> PublicForm:
    """Return the form of an answer, as it is saved or as it was typed."""
    return PublicForm(posted, initial=page.initial, themes=page.themes, is_consent_needed=page.is_consent_always_needed)
