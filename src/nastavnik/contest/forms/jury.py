"""Forms of the jury: its members, their sheets, recusals, what is said when a sheet is reopened."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.selectors.jury.assignment import DirectionRow
from nastavnik.contest.selectors.jury.members import organisations_to_choose
from nastavnik.contest.selectors.jury.sheet import CriterionRow
from nastavnik.contest.services.jury import MemberWords, SheetWords
from nastavnik.programme.models import School

LONGEST_NUMBER = 4


class JurorForm(forms.Form):
    """Who is in the jury."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Family name, first name and patronymic: as in the order and the minutes."),
    )
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    organisation = forms.ChoiceField(
        label=_("Organisation of the network"),
        required=False,
        help_text=_("If she works in one: then the school warns before she is given an application of it."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "The invitation goes there, and only its owner can come in with it. Without an e-mail you get the link to hand over."
        ),
    )
    is_chair = forms.BooleanField(
        label=_("Chair of the jury"), required=False, help_text=_("There is one: whoever was it before is it no more.")
    )
    is_secretary = forms.BooleanField(
        label=_("Secretary"),
        required=False,
        help_text=_("Keeps the register and types what came on paper; judges only what you give her by hand."),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisations = {one.token: one for one in organisations_to_choose(school)}
        choices = [(token, one.name) for token, one in self._organisations.items()]
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("another, or none")), *choices]

    def words(self) -> MemberWords:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        said["organisation"] = self._organisations.get(said["organisation"])
        return MemberWords(**said)


class ReasonForm(forms.Form):
    """Why: of a recusal, of a sheet that is reopened."""

    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class SheetForm(forms.Form):
    """What holds a sheet together; its marks are read by `read_sheet`."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def read_sheet(posted: QueryDict, rows: Sequence[CriterionRow]) -> SheetWords:
    """Return what a page brings of a sheet. A field that is not in it stays as it is; a mark that is no number is no mark."""
    typed = posted.dict()
    marks = {row.criterion.id: read_mark(str(typed[row.field])) for row in rows if row.field in typed}
    comments = {row.criterion.id: _lines(str(typed[row.comment_field])) for row in rows if row.comment_field in typed}
    texts = {name: _lines(str(typed[name])) for name in ("advice", "notes") if name in typed}
    return SheetWords(marks, comments, **texts)


def read_mark(typed: str) -> int | None:
    """Return a mark as it was typed; None for nothing, and for what is no whole number."""
    text = typed.strip()
    digits = text.removeprefix("-")
    is_whole = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER
    return int(text) if is_whole else None


def _lines(typed: str) -> str:
    """Return a text with the line ends that the database keeps: browsers send two signs for each, and count one."""
    return typed.replace("\r\n", "\n")


def read_directions(posted: QueryDict, rows: Sequence[DirectionRow]) -> Mapping[int, list[str]]:
    """Return which jurors were ticked for each direction, by their tokens."""
    return {row.direction.id: posted.getlist(row.field) for row in rows}
