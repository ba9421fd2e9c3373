"""A template of a fund as a methodist brings or corrects it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nastavnik.grants.funds.tree import MOST_BYTES


class TemplateForm(forms.Form):
    """The text of a template; a file takes the place of what stands in the box."""

    text = forms.CharField(
        label=_("The template"),
        widget=forms.Textarea({"rows": 40, "class": "template-text", "spellcheck": "false", "wrap": "off"}),
        strip=False,
        required=False,
        max_length=MOST_BYTES,
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_("YAML, at most 256 KB. It is read only when it is sent without a mistake in it."),
        widget=forms.FileInput({"accept": ".yaml,.yml,text/yaml,application/yaml"}),
        required=False,
    )

    def clean_text(self) -> str:
        """Return the text with the line ends of files."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean_file(self) -> str:
        """Return what the file holds; nothing where none was sent."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than 256 KB. A template is a text of some pages: send the right file.")
            )
        try:
            return str(file.read().decode("utf-8-sig").replace("\r\n", "\n"))
        except UnicodeDecodeError as error:
            raise ValidationError(_("This file is not a text in UTF-8. Save it as such and send it again.")) from error

    def clean(self) -> dict[str, Any]:
        """Ask for something to be read."""
        said = super().clean() or {}
        if not self.errors and not self.sent:
            self.add_error("text", ValidationError(_("There is nothing to read: write the template or choose a file.")))
        return said

    @property
    def sent(self) -> str:
        """Return the text that was sent."""
        return str(self.cleaned_data.get("file") or self.cleaned_data.get("text") or "")
