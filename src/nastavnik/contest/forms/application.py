"""What people type into applications, and into the desk of the secretary."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.checking.characters import normal
from nastavnik.contest.checking.gaps import MOST_ROWS
from nastavnik.contest.checking.values import ROW_ID, Row, Value
from nastavnik.contest.enums import FieldKind, FormalVerdict
from nastavnik.contest.selectors.applications.section import field_name, mark_name
from nastavnik.contest.selectors.setup import DirectionRead, Field, Section
from nastavnik.contest.services.applications import Change
from nastavnik.core.forms import WallClockField
from nastavnik.core.ids import new_token

ROW_LETTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
ROW_ID_LENGTH = 8
LONGEST_ROW_ID = 16
# with those that are to go
MOST_SENT_ROWS = 3 * MOST_ROWS
# of one field; the service says how much a section holds
LONGEST_TEXT = 60_000


def read_changes(section: Section, posted: QueryDict) -> dict[str, Change]:
    """Return what was typed into the fields of a section that were sent, each with its mark."""
    sent = [field for field in section.fields if field.kind is not FieldKind.FILES and mark_name(field) in posted]
    return {field.key: Change(_read(field, posted), posted.get(mark_name(field), "")) for field in sent}


def read_files(section: Section, sent: MultiValueDict[str, Any]) -> list[tuple[str, File[bytes]]]:
    """Return the files that came for the fields of a section, each with the key of its field."""
    fields = [field for field in section.fields if field.kind is FieldKind.FILES]
    return [(field.key, file) for field in fields for file in sent.getlist(field_name(field.key))]


def _read(field: Field, posted: QueryDict) -> Value:
    name = field_name(field.key)
    if field.kind is FieldKind.ROWS:
        return read_rows(field, posted)
    if field.kind is FieldKind.CHOICES:
        return [normal(one)[:LONGEST_TEXT] for one in posted.getlist(name) if one in field.options]
    text = normal(posted.get(name, ""))[:LONGEST_TEXT]
    return text if field.kind is FieldKind.TEXT else " ".join(text.split())


def read_rows(field: Field, posted: QueryDict) -> list[Row]:
    """Return the rows of a table that hold something and are not to go, in their order."""
    rows, used = list[Row](), set[str]()
    for number in range(MOST_SENT_ROWS):
        base = field_name(field.key, number)
        if f"{base}-{ROW_ID}" not in posted:
            continue
        cells = {column.key: _cell(column.kind, posted.get(f"{base}-{column.key}", "")) for column in field.columns}
        if f"{base}-drop" in posted or not any(cells.values()):
            continue
        row_id = _row_id(posted.get(f"{base}-{ROW_ID}", ""), used)
        used.add(row_id)
        rows.append({ROW_ID: row_id, **cells})
    return rows


def _cell(kind: FieldKind, typed: str) -> str:
    text = normal(typed)[:LONGEST_TEXT]
    return text.strip() if kind is FieldKind.TEXT else " ".join(text.split())


def _row_id(typed: str, used: set[str]) -> str:
    """Return the name of a row as the page has it; a strange or doubled one is replaced."""
    is_good = 0 < len(typed) <= LONGEST_ROW_ID and ROW_LETTERS.issuperset(typed) and typed not in used
    return typed if is_good else new_token(ROW_ID_LENGTH)


class BeginForm(forms.Form):
    """For which library, and for whom the project is."""

    library = forms.TypedChoiceField(label=_("Library"), coerce=int)
    direction = forms.TypedChoiceField(label=_("For whom is the project?"), coerce=int, widget=forms.RadioSelect)

    def __init__(
        self,
        posted: Mapping[str, Any] | None = None,
        *,
        libraries: Sequence[tuple[int, str]],
        directions: Sequence[DirectionRead],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(posted, initial=dict(initial or {}))
        choose(self.fields["library"], libraries)
        choose(self.fields["direction"], [(one.id, one.title) for one in directions])
        if not directions:
            del self.fields["direction"]
        if len(libraries) == 1:
            self.fields["library"].widget = forms.HiddenInput()
            self.initial["library"] = libraries[0][0]


def choose(field: forms.Field, choices: Sequence[tuple[int, str]]) -> None:
    """Give a field its list."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PaperForm(BeginForm):
    """An application that came on paper; moments are by the clock of the school, `zone`."""

    received_at = WallClockField(
        label=_("When did it come?"),
        help_text=_("By the school’s clock. Whether it is in time is told by this moment, not by when it is typed."),
    )

    def __init__(self, *args: Any, zone: tzinfo, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone

    def clean_received_at(self) -> datetime:
        """Return the moment as the school's clock had it."""
        moment: datetime = self.cleaned_data["received_at"]
        return moment.replace(tzinfo=self.zone)


class DirectionForm(forms.Form):
    """For whom the project is."""

    direction = forms.TypedChoiceField(label=_("For whom is the project?"), coerce=int, widget=forms.RadioSelect)

    def __init__(
        self,
        posted: Mapping[str, Any] | None = None,
        *,
        directions: Sequence[DirectionRead],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(posted, initial=dict(initial or {}))
        choose(self.fields["direction"], [(one.id, one.title) for one in directions])


class AuthorForm(forms.Form):
    """Who shall write too."""

    email = forms.EmailField(
        label=_("E-mail of a colleague"),
        help_text=_("Somebody of the school: she will find the application in her study and can write in it at once."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class CheckForm(forms.Form):
    """What the formal check says; moments are by the clock of the school, `zone`."""

    verdict = forms.TypedChoiceField(
        label=_("Decision"), choices=FormalVerdict.choices, coerce=FormalVerdict, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=_("To the authors"),
        help_text=_(
            "Of a return: what is to be corrected. Of a rejection: why. It comes by mail and stands on their page."
        ),
        widget=forms.Textarea({"rows": 5}),
        max_length=4000,
        required=False,
    )
    until = WallClockField(
        label=_("To be corrected until"),
        help_text=_("Of a return only. By the school’s clock; till then its authors may write in it again."),
        required=False,
    )
    turn = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, zone: tzinfo, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone

    def clean_until(self) -> datetime | None:
        """Return the moment as the school's clock has it."""
        moment: datetime | None = self.cleaned_data["until"]
        return moment.replace(tzinfo=self.zone) if moment else None

    def clean(self) -> dict[str, Any]:
        """Ask for a word where something is to be corrected or is refused, and for a moment of a return."""
        said = super().clean() or {}
        verdict = said.get("verdict")
        if verdict in {FormalVerdict.RETURN, FormalVerdict.REJECT} and not said.get("message", "").strip():
            self.add_error("message", ValidationError(_("Say in a few words what is wrong: its authors read it.")))
        if verdict is FormalVerdict.RETURN and not said.get("until"):
            self.add_error("until", ValidationError(_("Choose until when it may be corrected.")))
        return said
