"""What people type when they put a table together."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.forms.reports import day_field
from nastavnik.audience.selectors.tables.sets import RowSet
from nastavnik.core.tables import Filter


class TableForm(forms.Form):
    """A table: its title, columns, what narrows it, and who sees it. Filters are those of the set."""

    title = forms.CharField(label=_("Title"), max_length=120)
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)
    is_shared = forms.BooleanField(label=_("The whole desk sees it"), required=False)

    def __init__(
        self,
        posted: Mapping[str, Any] | None = None,
        *,
        rows: RowSet,
        labels: Mapping[str, str],
        filters: Sequence[Filter[Any]],
        like: Mapping[str, Any],
    ) -> None:
        super().__init__(posted)
        columns = self.fields["columns"]
        assert isinstance(columns, forms.MultipleChoiceField)
        columns.choices = [(key, format_html("{}. {}", labels[key], about)) for key, about in rows.columns.items()]
        self.fields["from"] = day_field(_("From"), _("Left out: from the beginning."))
        self.fields["to"] = day_field(_("To"), _("This day included."))
        self.narrowing = ["from", "to", *(one.key for one in filters)]
        for one in filters:
            self.fields[one.key] = (
                forms.ChoiceField(label=str(one.label), required=False, choices=[("", gettext("All")), *one.choices])
                if one.choices
                else forms.CharField(label=str(one.label), required=False, max_length=200)
            )
        self.order_fields(["title", "columns", *self.narrowing, "is_shared"])
        self.initial = {"title": rows.title, "columns": list(rows.columns), **like}

    @property
    def chosen_filters(self) -> dict[str, str]:
        """Return what narrows the table, as it is kept."""
        return {name: str(value) for name in self.narrowing if (value := self.cleaned_data.get(name))}
