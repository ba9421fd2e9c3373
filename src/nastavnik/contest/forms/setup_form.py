"""Forms by which the form of applications is made: a section, a field, the columns of a table."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.forms.versions import VersionedForm

LONGEST_CHOICE = 200
MOST_CHOICES = 50
MOST_COLUMNS = 10
SPARE_COLUMNS = 3
LARGEST_LIMIT = 20_000
# what a cell of a table can be
CELL_KINDS = (
    *(FieldKind.LINE, FieldKind.TEXT, FieldKind.NUMBER),
    *(FieldKind.MONEY, FieldKind.DATE, FieldKind.CHOICE),
)
WITH_CHOICES = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
# between the key of a field and one of its values
BETWEEN = "="


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class SectionForm(VersionedForm):
    """A section of the form."""

    title = forms.CharField(label=_("Title"), max_length=120)
    help = forms.CharField(
        label=_("Help"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands under the title of the section."),
    )


class FieldForm(VersionedForm):
    """A field of the form; `asked` are the choices of other fields on which it may depend: (key=value, words)."""

    label = forms.CharField(label=_("What is asked"), max_length=200)
    help = forms.CharField(label=_("Help"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    example = forms.CharField(
        label=_("Example"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How somebody else wrote it well. It is shown when the applicant opens it."),
    )
    kind = forms.ChoiceField(label=_("How it is filled in"), choices=FieldKind.choices)
    most = forms.IntegerField(
        label=_("At most"),
        required=False,
        min_value=0,
        max_value=LARGEST_LIMIT,
        help_text=_("Of a line or text: characters with spaces. Of a table: rows. Of files: how many."),
    )
    is_required = forms.BooleanField(label=_("Must be filled in"), required=False)
    tells_who = forms.BooleanField(
        label=_("Tells who applies"), required=False, help_text=_("Hidden from a jury that sees no names.")
    )
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Of a list: one a line."),
    )
    condition = forms.MultipleChoiceField(
        label=_("Asked only when"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: it is always asked."),
    )

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["condition"]
        known.choices = asked
        if not asked:
            del self.fields["condition"]

    def clean_choices(self) -> list[str]:
        """Return the choices, a list of texts."""
        choices = lines_of(self.cleaned_data["choices"])
        if len(choices) > MOST_CHOICES or any(len(one) > LONGEST_CHOICE for one in choices):
            raise ValidationError(
                _("At most %(count)d choices of %(length)d characters.")
                % {"count": MOST_CHOICES, "length": LONGEST_CHOICE}
            )
        return choices

    def clean_condition(self) -> dict[str, Any]:
        """Return the condition as `FormField` keeps it: values of one other field."""
        pairs = [pair.partition(BETWEEN) for pair in self.cleaned_data["condition"]]
        if len({key for key, _sign, _value in pairs}) > 1:
            raise ValidationError(_("Let it depend on one other field only."))
        return {"key": pairs[0][0], "values": [value for _key, _sign, value in pairs]} if pairs else {}

    def clean(self) -> dict[str, Any]:
        """Refuse a list without choices."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") in WITH_CHOICES and "choices" in cleaned and len(cleaned["choices"]) < 2:  # noqa: PLR2004 -- one is no choice
            self.add_error("choices", _("Write at least two choices, one a line."))
        return cleaned

    @property
    def is_table(self) -> bool:
        """Tell whether a table was chosen: its columns are typed beside."""
        return bool(self.cleaned_data.get("kind") == FieldKind.ROWS)

    def field_values(self, columns: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the field as services take it; `columns` are those of a table."""
        typed = self.values()
        choices = typed.pop("choices")
        options = columns if self.is_table else choices if typed["kind"] in WITH_CHOICES else []
        typed["kind"] = FieldKind(typed["kind"])
        return {"condition": {}} | typed | {"most": typed["most"] or 0, "options": options}


def field_initial(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of a field begins with."""
    is_table = typed["kind"] == FieldKind.ROWS
    condition = typed["condition"]
    pairs = [f"{condition['key']}{BETWEEN}{value}" for value in condition["values"]] if condition else []
    return typed | {"choices": "" if is_table else "\n".join(typed["options"]), "condition": pairs}


class ColumnForm(forms.Form):
    """A column of a table; one without a label is left out."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    label = forms.CharField(label=_("Column"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("How it is filled in"), required=False, choices=[(kind.value, kind.label) for kind in CELL_KINDS]
    )
    most = forms.IntegerField(label=_("Characters at most"), required=False, min_value=0, max_value=LARGEST_LIMIT)
    choices = forms.CharField(label=_("Choices, separated by semicolons"), required=False, max_length=1000)
    of = forms.ChoiceField(label=_("Or: a row of the table"), required=False)
    may_be_empty = forms.BooleanField(label=_("May be empty"), required=False)

    def __init__(self, *args: Any, tables: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["of"]
        known.choices = [("", "—"), *tables]

    def clean(self) -> dict[str, Any]:
        """Refuse a list without choices, and choices from two sources."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_list = bool(cleaned.get("label")) and cleaned.get("kind") == FieldKind.CHOICE
        if is_list and bool(lines_of(cleaned.get("choices", "").replace(";", "\n"))) == bool(cleaned.get("of")):
            self.add_error("choices", _("Write the choices, or choose the table: one of the two."))
        return cleaned

    def column(self) -> dict[str, Any]:
        """Return the column as `FormField` keeps it; its key is empty when it is new."""
        typed = self.cleaned_data
        is_list = typed["kind"] == FieldKind.CHOICE
        told: dict[str, Any] = {"key": typed["key"], "label": typed["label"], "kind": typed["kind"] or "line"}
        told |= {"most": typed["most"]} if typed["most"] else {}
        if is_list:
            choices = lines_of(typed["choices"].replace(";", "\n"))
            told |= {"of": typed["of"]} if typed["of"] else {"options": choices}
        return told | ({"is_required": False} if typed["may_be_empty"] else {})


class Columns(forms.BaseFormSet[ColumnForm]):
    """The columns of a table."""

    def columns(self, known: Collection[str], new_key: Callable[[str, Collection[str]], str]) -> list[dict[str, Any]]:
        """Return the columns that have a label.

        `known` are the keys of columns that are there already; `new_key` makes one of a label and the keys that are taken.
        """
        told = [form.column() for form in self.forms if form.cleaned_data.get("label")]
        taken: set[str] = set()
        for one in told:
            is_known = one["key"] in known and one["key"] not in taken
            one["key"] = one["key"] if is_known else new_key(one["label"], taken | set(known))
            taken.add(one["key"])
        return told


ColumnSet = forms.formset_factory(
    ColumnForm, formset=Columns, extra=SPARE_COLUMNS, max_num=MOST_COLUMNS, absolute_max=MOST_COLUMNS + 2
)


def columns_initial(options: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what the forms of the columns begin with."""
    return [
        {
            **{name: column.get(name) for name in ("key", "label", "kind", "most", "of")},
            "choices": "; ".join(column.get("options", ())),
            "may_be_empty": not column.get("is_required", True),
        }
        for column in options
        if isinstance(column, dict)
    ]
