"""What is to be pressed, as a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.publishing.press.book import Form
from nastavnik.publishing.selectors.pressing.page import CHOICES


class PressForm(forms.Form):
    """The forms in which a collection is pressed."""

    wanted = forms.MultipleChoiceField(
        label=_("Press as"),
        choices=[(form.value, label) for form, label in CHOICES],
        widget=forms.CheckboxSelectMultiple,
        initial=[Form.SCREEN.value, Form.EPUB.value, Form.DOCX.value],
        help_text=_("Pages to be read here are made in any case."),
    )
