"""Proofs as forms: sending one, a remark of an author, her answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import WordsField
from nastavnik.publishing.services.proofs import Answer

APPROVE, REFUSE = "approve", "refuse"


class SendProofForm(forms.Form):
    """Where a proof is sent."""

    email = forms.EmailField(label=_("E-mail of the author"), max_length=254)


class ProofRemarkForm(forms.Form):
    """What an author would have otherwise."""

    quote = WordsField(
        label=_("Words of the text"),
        required=False,
        max_length=1000,
        help_text=_("Copy them from the text as they are; leave this empty if the remark is of the whole text."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = WordsField(label=_("What is to be changed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class ProofAnswerForm(forms.Form):
    """An author's yes or no, her consent with print, and words of hers."""

    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(APPROVE, _("It may be printed as it is")), (REFUSE, _("It is not to be printed so"))],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=_(
            "I let this text be printed in the collection, and be read on the site of the school and in files, under my name"
        ),
        required=False,
    )
    words = WordsField(
        label=_("Words to the editor"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def answer(self) -> Answer:
        """Return what was decided."""
        cleaned = self.cleaned_data
        return Answer(cleaned["verdict"] == APPROVE, cleaned["consent"], cleaned["words"])
