"""Moments to learn from as methodists choose them."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.grants.services.talk.moments import LONGEST_WORDS


class MomentForm(forms.Form):
    """A moment of a lesson: for what, where it plays, what is told there."""

    subject = forms.ChoiceField(label=_("What it teaches"))
    address = forms.CharField(
        label=_("Address of the moment"),
        max_length=500,
        help_text=_("Open the lesson, stop the film at the moment, copy the link to it and paste it here."),
    )
    words = forms.CharField(label=_("What is told there"), max_length=LONGEST_WORDS)

    def __init__(self, *args: Any, subjects: list[tuple[Any, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["subject"]).choices = subjects
