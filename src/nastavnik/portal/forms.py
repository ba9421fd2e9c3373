"""What is chosen on the portal's own pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.portal.selectors.embed import View
from nastavnik.programme.models import Programme


class EmbedForm(forms.Form):
    """What of the school a frame on another site shows. What is not known counts as not chosen."""

    view = forms.ChoiceField(label=_("What is shown"), choices=View.choices, required=False)
    year = forms.ChoiceField(label=_("Of which year"), required=False)

    def __init__(self, *args: Any, years: Sequence[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = ("", gettext("always the newest"))
        self.fields["year"].choices = [newest, *((year.token, year.title) for year in years)]  # type: ignore[attr-defined]  # of a ChoiceField

    def choice(self) -> dict[str, Any]:
        """Return what was chosen in the words of `selectors.embed_codes.codes_page`."""
        typed = self.cleaned_data if self.is_valid() else {}
        return {"view": View(typed.get("view") or View.PROGRAMME), "token": typed.get("year", "")}
