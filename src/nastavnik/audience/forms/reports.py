"""What people type when a report is frozen or sent."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import Every
from nastavnik.audience.selectors.figures import Scope
from nastavnik.core.forms import Day, check_year
from nastavnik.people.models import User
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


class ScheduleForm(forms.Form):
    """How often the report is sent, and to whom."""

    every = forms.ChoiceField(
        label=_("How often"),
        help_text=_("It comes on the first day after a month, a quarter or a year, and tells of that period."),
        choices=Every.choices,
    )
    receivers = forms.MultipleChoiceField(
        label=_("To whom"),
        help_text=_("Methodists and directors of the school. Whoever is neither any more gets nothing."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, posted: Mapping[str, Any] | None = None, *, people: Iterable[User]) -> None:
        super().__init__(posted)
        choice = self.fields["receivers"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(one.token, one.full_name) for one in people]
