"""The form of a question: what is asked, its answers, and where in the film to look again."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from nastavnik.learning.enums import QuestionFault, QuestionKind
from nastavnik.learning.exchange.questions import Choice, Image, Item
from nastavnik.learning.exchange.rules import (
    LONGEST_ALT,
    LONGEST_OPTION,
    LONGEST_TEXT,
    MOST_OPTIONS,
    faults_of,
    plain_number,
    read_number,
)
from nastavnik.learning.forms.quiz_desk import with_version
from nastavnik.learning.forms.quiz_fields import SecondField
from nastavnik.learning.models.quizzes import MOST_POINTS

# How many rows for answers a new question begins with, and how many empty ones there are always.
FIRST_ROWS = 4
SPARE_ROWS = 1
MORE_ROWS = 3
LONGEST_COUNT = 5
OPTIONS = "option"


class QuestionForm(forms.Form):
    """Everything of a question but its answers."""

    text = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_TEXT,
        help_text=_("Markdown: **bold**, lists with a minus."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    picture = forms.FileField(label=_("File"), required=False, help_text=_("PNG, JPEG, WebP or GIF, at most 5 MB."))
    has_no_picture = forms.BooleanField(label=_("Take the picture away"), required=False)
    picture_alt = forms.CharField(
        label=_("What the picture shows, in words"),
        required=False,
        max_length=LONGEST_ALT,
        help_text=_("For those who do not see it, and where pictures are switched off."),
    )
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=MOST_POINTS, initial=1)
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Shown when the answer is right, or when no attempt is left."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    moment_seconds = SecondField(label=_("Watch again from"))
    moment_end_seconds = SecondField(label=_("up to"))
    at_second = SecondField(
        label=_("Ask it in the film at"),
        help_text=_("The film pauses there and asks. Leave it empty to ask in the self-check alone."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class OptionForm(forms.Form):
    """An answer. What is asked of it depends on the kind of the question."""

    place = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=99)
    text = forms.CharField(label=_("Answer"), required=False, max_length=LONGEST_OPTION)
    match = forms.CharField(label=_("Belongs to it"), required=False, max_length=LONGEST_OPTION)
    is_right = forms.BooleanField(label=_("right"), required=False)
    tolerance = forms.CharField(label=_("give or take"), required=False, max_length=20)
    feedback = forms.CharField(label=_("What is said to who chose it"), required=False, max_length=LONGEST_OPTION)

    def clean_tolerance(self) -> float:
        """Return how far a number may be off."""
        text = self.cleaned_data["tolerance"]
        number = read_number(text) if text else 0.0
        if number is None or number < 0:
            raise forms.ValidationError(QuestionFault.NOT_A_NUMBER.label)
        return number

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was typed into the row."""
        return not any(self.cleaned_data.get(name) for name in ("text", "match", "feedback"))

    def choice(self) -> Choice:
        """Return the answer as it was typed."""
        typed = self.cleaned_data
        return Choice(
            text=typed.get("text") or "",
            match=typed.get("match") or "",
            is_right=typed.get("is_right") or False,
            tolerance=typed.get("tolerance") or 0.0,
            feedback=typed.get("feedback") or "",
        )


# Of each kind: the fields of a row.
COLUMNS: dict[str, tuple[str, ...]] = {
    QuestionKind.SINGLE: ("text", "is_right", "feedback"),
    QuestionKind.MULTIPLE: ("text", "is_right", "feedback"),
    QuestionKind.ORDER: ("place", "text"),
    QuestionKind.MATCH: ("text", "match"),
    QuestionKind.SHORT: ("text", "is_right", "feedback"),
    QuestionKind.NUMBER: ("text", "tolerance", "is_right", "feedback"),
    QuestionKind.OPEN: (),
}
HELP: dict[str, Any] = {
    QuestionKind.SINGLE: _("Mark the one that is right. A comment tells who chose an answer why it is so."),
    QuestionKind.MULTIPLE: _("Mark all that are right. A wrong one that is chosen takes away what a right one gives."),
    QuestionKind.ORDER: _("Write them with their right places; learners see them mixed."),
    QuestionKind.MATCH: _("Write the pairs; a right side without a left one is one too many, to choose from."),
    QuestionKind.SHORT: _(
        "Write every answer that is to be taken, marked as right; small and large letters are the same, a star stands for any words."
        " An answer that is not marked is a wrong one that you want to comment."
    ),
    QuestionKind.NUMBER: _("Write the number and how far an answer may be off."),
    QuestionKind.OPEN: _(
        "Somebody reads the answer: a mentor, you, or another methodist. There is nothing to write here."
    ),
}

OptionForms = forms.formset_factory(OptionForm, extra=0, max_num=MOST_OPTIONS, absolute_max=MOST_OPTIONS)


class QuestionEditor:
    """The form of a question with the rows of its answers; `item` is what stands in the database."""

    def __init__(
        self,
        kind: str,
        item: Item | None = None,
        posted: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
        *,
        version: int = 0,
    ) -> None:
        self.kind = QuestionKind(kind)
        self.known = item
        self.form = QuestionForm(posted, files, initial=_initial(item, version))
        columns = COLUMNS[self.kind]
        rows = None if posted is not None else _rows(self.kind, item)
        self.options = OptionForms(posted, initial=rows, prefix=OPTIONS)
        for row in [*self.options.forms, self.options.empty_form]:
            keep_columns(row, columns)
        if not item or item.image is None:
            del self.form.fields["has_no_picture"]

    @property
    def help(self) -> str:
        """Say what the rows are for."""
        return str(HELP[self.kind])

    @property
    def has_options(self) -> bool:
        """Tell whether there are answers to be written."""
        return bool(COLUMNS[self.kind])

    def is_valid(self) -> bool:
        """Check the fields, then the rules for the whole question, which become the form's own errors."""
        if not (self.form.is_valid() and self.options.is_valid()):
            return False
        for fault in faults_of(self.item()):
            self.form.add_error(None, QuestionFault(fault).label)
        return self.form.is_valid()

    def item(self) -> Item:
        """Return the question as it was typed."""
        typed = self.form.cleaned_data
        names = ("text", "points", "explanation", "moment_seconds", "moment_end_seconds", "at_second")
        return Item(
            kind=self.kind.value,
            choices=self._choices(),
            image=self._image(),
            **{name: typed[name] for name in names},
        )

    def _choices(self) -> tuple[Choice, ...]:
        filled = [row for row in self.options.forms if self.has_options and not row.is_blank]
        if self.kind == QuestionKind.ORDER:
            filled.sort(key=lambda row: row.cleaned_data.get("place") or MOST_OPTIONS + 1)
        choices = tuple(row.choice() for row in filled)
        if self.kind == QuestionKind.NUMBER:
            return tuple(replace(one, text=plain_number(one.text)) for one in choices)
        return choices

    def _image(self) -> Image | None:
        typed = self.form.cleaned_data
        if typed["picture"] is not None:
            # the form is asked more than once
            typed["picture"].seek(0)
            return Image(typed["picture"].read(), "", typed["picture_alt"])
        if self.known is None or self.known.image is None or typed.get("has_no_picture"):
            return None
        return Image(b"", "", typed["picture_alt"])

    def show_version(self, version: int) -> None:
        """Let the next try count as one that has seen what somebody else saved."""
        self.form.data = with_version(self.form.data, version)


def keep_columns(row: forms.Form, columns: tuple[str, ...]) -> None:
    """Leave only those fields in a row that its kind of question asks for."""
    for name in [name for name in row.fields if name not in columns]:
        del row.fields[name]
    for name, field in row.fields.items():
        if name != "is_right":
            field.widget.attrs |= {"class": "input", "autocomplete": "off"}


def _initial(item: Item | None, version: int) -> dict[str, Any]:
    if item is None:
        return {"version": version}
    names = ("text", "points", "explanation", "moment_seconds", "moment_end_seconds", "at_second")
    known = {name: getattr(item, name) for name in names}
    return known | {"picture_alt": item.image.alt if item.image else "", "version": version}


def _rows(kind: QuestionKind, item: Item | None) -> list[dict[str, Any]]:
    """Return what the rows begin with: the answers there are, and empty rows."""
    known: list[dict[str, Any]] = [
        {
            "place": place,
            "text": one.text.replace(".", ",") if kind == QuestionKind.NUMBER else one.text,
            "match": one.match,
            "is_right": one.is_right,
            "tolerance": f"{one.tolerance:g}".replace(".", ","),
            "feedback": one.feedback,
        }
        for place, one in enumerate(item.choices if item else (), start=1)
    ]
    spare = SPARE_ROWS if item else FIRST_ROWS
    fresh = {"is_right": True} if kind in {QuestionKind.SHORT, QuestionKind.NUMBER} else {}
    empty = [{"place": len(known) + number, **fresh} for number in range(1, spare + 1)]
    return [*known, *empty][:MOST_OPTIONS] if COLUMNS[kind] else []


def with_more_rows(posted: QueryDict) -> QueryDict:
    """Return what was typed with three more rows for answers."""
    typed = posted.copy()
    rows = typed.get(f"{OPTIONS}-TOTAL_FORMS", "0")
    total = int(rows) if rows.isascii() and rows.isdigit() and len(rows) < LONGEST_COUNT else 0
    typed[f"{OPTIONS}-TOTAL_FORMS"] = str(min(total + MORE_ROWS, MOST_OPTIONS))
    return typed
