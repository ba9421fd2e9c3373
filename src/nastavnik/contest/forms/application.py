"""What people type into applications, and into the desk of the secretary."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import FormalVerdict
from nastavnik.contest.selectors.setup import DirectionRead
from nastavnik.core.forms import WallClockField


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
