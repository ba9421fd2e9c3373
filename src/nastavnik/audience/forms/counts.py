"""The sheet of numbers as a form, a table that is pasted or uploaded, and a correction."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import CountMethod
from nastavnik.audience.selectors.counts.numbers import NotANumber, read_count
from nastavnik.audience.selectors.counts.sheet import Sheet, Typed
from nastavnik.audience.services.counts import Correction, CountRow
from nastavnik.audience.services.refusals import EvidenceUnfit, SmallerThanBefore
from nastavnik.core.forms import Day, check_year
from nastavnik.programme.models import School

# a number of a day that is over holds from its end on
EVENING = time(23, 59, 59)
MOST_TEXT = 60
WAYS = (CountMethod.HAND, CountMethod.PASTE, CountMethod.CSV)
PICTURES = forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"})


def moment_of(day: date, school: School, now: datetime) -> datetime:
    """Return the moment of which numbers of a day are: its end by the school's clock, of today's the present."""
    return min(datetime.combine(day, EVENING, school.zone), now)


def evidence_url_field() -> forms.URLField:
    """Return a field for the page where a number stands."""
    widget = forms.URLInput(attrs={"placeholder": "https://"})
    return forms.URLField(
        label=_("Link to where they stand"), required=False, max_length=500, assume_scheme="https", widget=widget
    )


class NumberField(forms.CharField):
    """A number of views; its value is a whole number, or None."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=MOST_TEXT, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the number; say what is wrong with it."""
        text = str(super().clean(value))
        try:
            number = read_count(text)
        except NotANumber as error:
            raise forms.ValidationError(str(error.message)) from error
        if number is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return number


class SheetForm(forms.Form):
    """What belongs to all numbers that are saved together; the cells stand in the sheet's own table."""

    as_of = forms.DateField(
        label=_("Numbers as of"),
        widget=Day,
        validators=[check_year],
        help_text=_("One day for all that you put in now. Cells left empty stay as they are."),
    )
    evidence_url = evidence_url_field()
    evidence = forms.FileField(
        label=_("Or a screenshot"), required=False, widget=PICTURES, help_text=_("JPEG or PNG, up to 10 MB.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    way = forms.ChoiceField(choices=[(one.value, one.label) for one in WAYS], widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"as_of": today, "way": CountMethod.HAND, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.today = today
        self.less: SmallerThanBefore | None = None

    def clean_as_of(self) -> date:
        """Return the day; none that is still to come."""
        day: date = self.cleaned_data["as_of"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Choose today or a day before."))
        return day

    @property
    def method(self) -> CountMethod:
        """Return how the numbers came into the form."""
        return CountMethod(self.cleaned_data["way"] or CountMethod.HAND)

    def rows(self, sheet: Sheet, values: Mapping[str, int], as_of: datetime, evidence_file: str) -> list[CountRow]:
        """Return the cells that hold a number, in the words of `services.counts`."""
        told = self.cleaned_data
        return [
            CountRow(
                channel_id=column.channel_id,
                lesson_id=row.lesson_id,
                metric=column.metric,
                value=values[cell.name],
                as_of=as_of,
                evidence_url=told["evidence_url"],
                evidence_file=evidence_file,
                note=told["note"],
            )
            for row in sheet.rows
            for column, cell in zip(sheet.columns, row.cells, strict=True)
            if cell.name in values
        ]

    def tell_wrong(self, count: int) -> None:
        """Say at the head of the page that cells below hold no number."""
        words = gettext("Cells that hold no number, each says why: %(count)d.")
        self.add_error(None, words % {"count": count})

    def tell_picture(self, refusal: EvidenceUnfit) -> None:
        """Say what is wrong with the screenshot beside its field."""
        self.add_error("evidence", str(refusal.message))

    def tell_less(self, refusal: SmallerThanBefore) -> None:
        """Ask once more about what became fewer."""
        self.less = refusal
        self.add_error(None, str(refusal.message))
        self.fields["is_less_meant"] = forms.BooleanField(
            label=_("The place itself shows less now: write the numbers down"), required=False
        )

    def marked(self, typed: Typed, sheet: Sheet) -> Typed:
        """Return what was typed with a word at each number that became fewer."""
        if self.less is None:
            return typed
        before = dict(zip(self.less.cells, self.less.before, strict=True))
        wrong = {
            cell.name: gettext("Less than before: %(before)d.") % {"before": before[place]}
            for row in sheet.rows
            for column, cell in zip(sheet.columns, row.cells, strict=True)
            if (place := (column.channel_id, row.lesson_id, column.metric.value)) in before
        }
        return Typed(typed.texts, wrong)


def typed_in(sheet: Sheet, post: QueryDict) -> tuple[Typed, dict[str, int]]:
    """Return what was typed into the cells, and the numbers that it holds; an empty cell is nothing."""
    texts, wrong, values = dict[str, str](), dict[str, str](), dict[str, int]()
    for row in sheet.rows:
        for cell in row.cells:
            text = post.get(cell.name, "").strip()[:MOST_TEXT]
            if not text:
                continue
            texts[cell.name] = text
            try:
                value = read_count(text)
            except NotANumber as error:
                wrong[cell.name] = str(error.message)
                continue
            if value is not None:
                values[cell.name] = value
    return Typed(texts, wrong), values


class TableForm(forms.Form):
    """A table that was copied in Excel, or a file with one."""

    table = forms.CharField(
        label=_("Table copied in Excel"),
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "Lessons stand in the first column, channels in the first line. Take the table of the sheet, fill it, copy it."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        help_text=_("CSV or XLSX, with commas, semicolons or tabs, also as old Excel saves it."),
    )

    def clean(self) -> dict[str, Any]:
        """Return the table; something of it must be there."""
        told = super().clean() or {}
        if not told.get("file") and not (told.get("table") or "").strip():
            raise forms.ValidationError(_("Paste a table or choose a file."))
        return told

    @property
    def way(self) -> CountMethod:
        """Return how the numbers come in."""
        return CountMethod.CSV if self.cleaned_data["file"] else CountMethod.PASTE


class CorrectionForm(forms.Form):
    """The right number, and why the other was wrong."""

    value = NumberField(label=_("The right number"))
    note = forms.CharField(label=_("Why it is corrected"), max_length=300)
    evidence_url = evidence_url_field()
    evidence = forms.FileField(label=_("Or a screenshot"), required=False, widget=PICTURES)

    def correction(self, evidence_file: str) -> Correction:
        """Return what was typed, in the words of `services.counts`."""
        told = self.cleaned_data
        return Correction(told["value"], told["note"], told["evidence_url"], evidence_file)


class WithdrawalForm(forms.Form):
    """Why a number is taken back."""

    note = forms.CharField(label=_("Why it is taken back"), max_length=300)
