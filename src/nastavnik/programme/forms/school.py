"""Forms of the school's settings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.colours import TEXT_CONTRAST, is_colour
from nastavnik.people.models import Organisation
from nastavnik.programme.enums import Tab
from nastavnik.programme.forms.common import Colour, VersionedForm, zone_choices
from nastavnik.programme.services.accents import accent_contrast, is_readable, nearest_readable


class SchoolForm(VersionedForm):
    """The settings of a school that its methodist may change."""

    title = forms.CharField(label=_("Title"), max_length=200)
    motto = forms.CharField(
        label=_("What it is, in a sentence"),
        max_length=300,
        required=False,
        help_text=_("The first thing that a guest reads."),
    )
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int, help_text=_("The organisation that answers for it."))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    accent_light = forms.CharField(
        label=_("Colour of links and buttons"), widget=Colour, help_text=_("In the light theme, on paper.")
    )
    accent_dark = forms.CharField(
        label=_("The same in the dark theme"), widget=Colour, help_text=_("A light shade, on a dark ground.")
    )
    about = forms.CharField(
        label=_("About the project"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Headings, lists and links may be written in Markdown."),
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [(organisation.pk, organisation.name) for organisation in organisations]
        for tab in Tab:
            if tab != Tab.ABOUT:
                self.fields[f"tab_{tab}"] = forms.CharField(
                    label=_("Text of the tab “%(tab)s”") % {"tab": tab.label}, widget=forms.Textarea, required=False
                )

    def clean_accent_light(self) -> str:
        """Refuse a colour that cannot be read on paper."""
        return self._readable("accent_light", "light")

    def clean_accent_dark(self) -> str:
        """Refuse a colour that cannot be read on the dark ground."""
        return self._readable("accent_dark", "dark")

    def _readable(self, name: str, theme: str) -> str:
        colour = str(self.cleaned_data[name]).lower()
        if not is_colour(colour):
            raise forms.ValidationError(_("This is not a colour. Write it like #1f5a4b."))
        if is_readable(colour, theme):
            return colour
        words = {
            "ratio": f"{accent_contrast(colour, theme):.2f}",
            "needed": f"{TEXT_CONTRAST:g}",
            "nearest": nearest_readable(colour, theme),
        }
        raise forms.ValidationError(
            _(
                "Letters of this colour are hard to read: the contrast is %(ratio)s to 1, at least %(needed)s to 1 is "
                "needed. The nearest colour that can be read is %(nearest)s."
            )
            % words
        )

    def tab_texts(self) -> dict[str, str]:
        """Return the texts of the tabs by their words."""
        return {tab.value: self.cleaned_data[f"tab_{tab}"] for tab in Tab if tab != Tab.ABOUT}


class PartnerForm(forms.Form):
    """An organisation of the network that becomes a partner."""

    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(organisation.pk, organisation.name) for organisation in organisations]
