"""Proofs and claims as forms."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Form
from nastavnik.core.forms import Day, check_year
from nastavnik.grants.enums import ProofKind
from nastavnik.grants.models import Proof
from nastavnik.grants.services.talk.proofs import ProofFacts

TAKEN = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.jpg,.jpeg,.png"


class ProofForm(forms.Form):
    """What proves something: what it is, where it stands or the file itself, of which day, and which claims rest on it."""

    title = forms.CharField(
        label=_("What it is"),
        max_length=300,
        help_text=_("As experts should read it: “Form 6-NK of the library for 2025”, “A letter of school No. 4”."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ProofKind.choices)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Up to 10 MB: PDF, Word, Excel, PowerPoint, OpenDocument, JPEG, PNG, text."),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
    )
    address = forms.URLField(label=_("Or where it stands"), required=False, max_length=500, assume_scheme="https")
    dated_on = forms.DateField(label=_("Of the day"), required=False, widget=Day, validators=[check_year])
    note = forms.CharField(
        label=_("What it says"),
        required=False,
        max_length=1000,
        help_text=_("The figure or the sentence on which the claim rests, and the page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    claims = forms.MultipleChoiceField(
        label=_("Which claims it proves"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, claims: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["claims"]).choices = claims
        if not claims:
            del self.fields["claims"]

    def facts(self) -> ProofFacts:
        """Return what was typed."""
        cleaned = self.cleaned_data
        return ProofFacts(cleaned["kind"], cleaned["title"], cleaned["address"], cleaned["dated_on"], cleaned["note"])

    @staticmethod
    def initial_of(proof: Proof, claims: Sequence[str]) -> dict[str, Any]:
        """Return what stands in the form of a proof that is there."""
        kept = ("title", "kind", "address", "dated_on", "note")
        return {**{name: getattr(proof, name) for name in kept}, "claims": list(claims)}


class ClaimForm(forms.Form):
    """Words that need a proof."""

    field = forms.ChoiceField(label=_("In which field"))
    words = forms.CharField(
        label=_("Words that need a proof"),
        max_length=1000,
        help_text=_("Copy them from the field as they are."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, form: Form, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = [field for section in form.sections for field in section.fields]
        cast("forms.ChoiceField", self.fields["field"]).choices = [
            (one.key, one.label) for one in fields if one.kind is FieldKind.TEXT
        ]
