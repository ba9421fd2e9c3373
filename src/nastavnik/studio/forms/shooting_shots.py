"""Shots as forms."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import WordsField
from nastavnik.studio.enums import ShotSize
from nastavnik.studio.models import Shot
from nastavnik.studio.services.shooting import ShotWords
from nastavnik.studio.services.shooting.pictures import MOST_BYTES

FIELDS = ("what", "said", "size", "place", "things", "seconds")
MOST_SECONDS = 3600


class ShotForm(forms.Form):
    """A shot."""

    what = WordsField(label=_("What is seen"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    size = forms.ChoiceField(label=_("Shot size"), choices=ShotSize.choices, initial=ShotSize.MEDIUM)
    seconds = forms.IntegerField(label=_("Seconds"), min_value=1, max_value=MOST_SECONDS, initial=10)
    said = WordsField(
        label=_("What is heard"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = WordsField(label=_("Where"), max_length=200, required=False)
    things = WordsField(
        label=_("What is needed"),
        max_length=300,
        required=False,
        help_text=_("For instance: book, lamp, second phone."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0, required=False)

    def words(self) -> ShotWords:
        """Return what the line says."""
        return ShotWords(**{name: self.cleaned_data[name] for name in FIELDS})

    @staticmethod
    def initial_of(shot: Shot) -> dict[str, Any]:
        """Return what stands in the form of a shot."""
        return {name: getattr(shot, name) for name in (*FIELDS, "version")}


class ShotPictureForm(forms.Form):
    """A picture of a shot."""

    file = forms.FileField(
        label=_("Sketch or photograph"),
        help_text=_("JPEG, PNG or WebP, up to 12 MB. A drawing photographed by the phone will do."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_file(self) -> File[bytes]:
        """Refuse what is too large before it is read."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The picture is larger than 12 MB. Make it smaller and send it again."))
        return file
