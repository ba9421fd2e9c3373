"""What people type when a report is frozen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.selectors.figures import Scope
from nastavnik.core.forms import Day, check_year
from nastavnik.programme.models import Programme


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a field for a day that may be left out."""
    return forms.DateField(label=label, help_text=help_text, widget=Day, required=False, validators=[check_year])


class FreezeForm(forms.Form):
    """What is frozen, and what it is called. The names of the period are those of the report's address."""

    title = forms.CharField(label=_("Title"), max_length=200)
    on = day_field(_("As of"), _("What came later is not counted. Left out: as of now."))
    programme = forms.ChoiceField(label=_("Programme"), required=False)

    def __init__(
        self, posted: Mapping[str, Any] | None = None, *, scope: Scope, programmes: Sequence[Programme]
    ) -> None:
        super().__init__(posted)
        # words of Python
        self.fields["from"] = day_field(_("From"), _("Left out: from the beginning."))
        self.fields["to"] = day_field(_("To"), _("This day included."))
        self.order_fields(["title", "from", "to", "on", "programme"])
        choice = self.fields["programme"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", gettext("All")), *((one.token, one.title) for one in programmes)]
        self.initial = {
            "title": gettext("Report %(period)s") % {"period": scope.words},
            "from": scope.begins_on,
            "to": scope.ends_on,
            "on": scope.as_of.astimezone(scope.school.zone).date(),
            "programme": scope.programme.token if scope.programme else "",
        }
