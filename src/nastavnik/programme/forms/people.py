"""Forms of speakers and of enrolment."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.people.models import Library, Organisation, User
from nastavnik.programme.forms.common import Numbers

MOST_DIGITS = 18  # a longer number is no number of a row


class SpeakerForm(forms.Form):
    """Somebody who holds lessons."""

    name = forms.CharField(label=_("Name"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=250, required=False)
    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int, required=False, empty_value=None)
    user = forms.TypedChoiceField(
        label=_("Account"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("If the speaker is one of the people of the school."),
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], people: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("organisation", [(organisation.pk, organisation.name) for organisation in organisations])
        self._offer("user", [(person.pk, person.full_name) for person in people])

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]


class EnrolForm(forms.Form):
    """Whom to enrol: whole libraries, and people one by one, looked for by `words`."""

    library_ids = Numbers(label=_("Whole libraries"))
    words = forms.CharField(
        label=_("Find people"),
        required=False,
        max_length=100,
        help_text=_("A part of the name, the library or its number."),
    )
    user_ids = Numbers(label=_("People"))

    def __init__(self, *args: Any, people: Iterable[User], libraries: Iterable[Library], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("library_ids", [(library.pk, library.label) for library in libraries]),
            ("user_ids", [(person.pk, person_label(person)) for person in people]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            if not choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one tick."""
        chosen = super().clean() or {}
        chosen.pop("words", None)
        if not any(chosen.values()):
            raise forms.ValidationError(_("Nobody is chosen yet: tick a library or a person."))
        return chosen


def ticked_numbers(posted: QueryDict, name: str) -> list[int]:
    """Return the numbers of the rows that are ticked so far; what is no number of a row is left out."""
    return [int(number) for number in posted.getlist(name) if number.isdecimal() and len(number) <= MOST_DIGITS]


def person_label(person: User) -> str:
    """Return a person as lists show her: name and library."""
    return f"{person.full_name}, {person.library.label}" if person.library else person.full_name
