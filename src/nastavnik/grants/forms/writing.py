"""What people type about versions of an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.grants.services.writing.milestones import MOST_IN_NAME


class VersionForm(forms.Form):
    """Under which name a version is kept."""

    name = forms.CharField(
        label=_("Name of the version"),
        help_text=_("For instance: before the budget was cut."),
        max_length=MOST_IN_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
