"""Remarks, proofs, trial reviews and moments as forms."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Form
from nastavnik.grants.services.talk.remarks import LONGEST_BODY, LONGEST_QUOTE, Spot

LARGEST = 2**31 - 1


class RemarkForm(forms.Form):
    """A remark: of which field, of which words, and what is said."""

    field = forms.ChoiceField(label=_("Of which field"))
    row = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    begin = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    quote = forms.CharField(
        label=_("Of which words"),
        required=False,
        max_length=LONGEST_QUOTE,
        strip=False,
        help_text=_("Copy them from the text. Leave it empty to speak of the whole field."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(label=_("Remark"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, form: Form, **options: Any) -> None:
        super().__init__(*args, **options)
        kept = ((section.title, _fields(section.fields)) for section in form.sections)
        cast("forms.ChoiceField", self.fields["field"]).choices = [(title, fields) for title, fields in kept if fields]

    def spot(self) -> Spot:
        """Return of what the remark is."""
        cleaned = self.cleaned_data
        return Spot(cleaned["field"], cleaned["row"], cleaned["quote"], cleaned["begin"] or 0)


class AnswerForm(forms.Form):
    """An answer to a remark."""

    body = forms.CharField(label=_("Answer"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 2}))


def _fields(fields: Any) -> list[tuple[str, str]]:
    return [(field.key, field.label) for field in fields if field.kind is not FieldKind.FILES]
