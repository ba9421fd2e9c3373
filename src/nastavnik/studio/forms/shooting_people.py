"""People who are shown as forms: naming one, a paper that was signed, an answer by the link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import WordsField
from nastavnik.studio.models import ShownPerson
from nastavnik.studio.services.shooting import Named, Signed

AGREE, REFUSE = "agree", "refuse"


class ShownForm(forms.Form):
    """Somebody who is shown."""

    name = WordsField(
        label=_("Surname, name, patronymic"),
        max_length=200,
        help_text=_("As it is to stand in the consent. Whoever can be recognised by face or voice belongs here."),
    )
    email = forms.EmailField(
        label=_("Mail"),
        required=False,
        max_length=254,
        help_text=_("The link is sent there. Without a mail you get the link yourself and pass it on."),
    )
    guardian = WordsField(
        label=_("Who signs for a child"),
        required=False,
        max_length=200,
        help_text=_("For somebody under 18: surname, name, patronymic of a parent; the link goes to her."),
    )

    def named(self) -> Named:
        """Return who it is."""
        cleaned = self.cleaned_data
        return Named(cleaned["name"], cleaned["email"], cleaned["guardian"])

    @staticmethod
    def initial_of(person: ShownPerson) -> dict[str, Any]:
        """Return what stands in the form of somebody."""
        return {"name": person.name, "email": person.email, "guardian": person.guardian}


class PaperForm(forms.Form):
    """A consent that was signed on paper."""

    where = WordsField(
        label=_("Where the signed paper lies"),
        max_length=300,
        help_text=_("For instance: folder “Consents 2026”, in the safe of the methodical department."),
    )


class SigningForm(forms.Form):
    """An agreement or a refusal, with the name typed as a signature."""

    verdict = forms.ChoiceField(
        label=_("Your answer"),
        choices=[(AGREE, _("I agree")), (REFUSE, _("I do not agree"))],
        widget=forms.RadioSelect,
    )
    signature = WordsField(
        label=_("Your surname, name, patronymic, as a signature"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = WordsField(
        label=_("How you can be reached"),
        required=False,
        max_length=200,
        help_text=_("Mail, telephone or postal address: the law wants it to stand in the consent."),
    )
    conditions = WordsField(
        label=_("What you forbid, if anything"),
        required=False,
        max_length=2000,
        help_text=_("For instance: not in social networks; without my surname."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask who agrees for a name and for how she can be reached; who refuses need not sign."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == AGREE:
            for field, words in (
                ("signature", _("Type your name as it stands in the document: it is your signature.")),
                ("contact", _("Say how you can be reached: the law wants it to stand in the consent.")),
            ):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, words)
        return cleaned

    def signed(self) -> Signed:
        """Return what was answered."""
        cleaned = self.cleaned_data
        words = {name: cleaned[name] for name in ("signature", "contact", "conditions")}
        return Signed(cleaned["verdict"] == AGREE, **words)
