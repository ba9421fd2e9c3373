"""Forms of the methodist: who is put together, the matching of the network, letters, settlements."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.mentoring.enums import MatchScope
from nastavnik.mentoring.forms.mentorships import FrameForm, Numbers, long_text, offer
from nastavnik.mentoring.models.mentorships import LONGEST_WORDS
from nastavnik.mentoring.services.mentorships.wishes import Place

MOST_PLACES = 5000
LONGEST_PLACE = 120
PARTS = 3


class MentorField(forms.TypedChoiceField):
    """One of the mentors of the school."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)


class PairForm(FrameForm):
    """A mentor and her mentees, who are looked for by `words`."""

    mentor = MentorField(label=_("Mentor"))
    words = forms.CharField(
        label=_("Find people"), required=False, max_length=100, help_text=_("A part of the name or of the library.")
    )
    user_ids = Numbers(label=_("Mentees"), required=False)
    note = forms.CharField(
        label=_("Words to the mentor"), required=False, max_length=LONGEST_WORDS, widget=long_text(3)
    )

    def __init__(
        self, *args: Any, mentors: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_mentors(self, mentors)
        offer(self, "user_ids", people)

    def people(self) -> list[int]:
        """Return who is ticked."""
        return list(self.cleaned_data.get("user_ids", ()))


class AddForm(forms.Form):
    """More people for a group."""

    words = forms.CharField(
        label=_("Find people"), required=False, max_length=100, help_text=_("A part of the name or of the library.")
    )
    user_ids = Numbers(label=_("Mentees"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user_ids", people)

    def people(self) -> list[int]:
        """Return who is ticked."""
        return list(self.cleaned_data.get("user_ids", ()))


class HandOverForm(forms.Form):
    """Who leads a mentorship from now on."""

    mentor = MentorField(label=_("The new mentor"))
    why = forms.CharField(
        label=_("Words to the new mentor"),
        required=False,
        max_length=1000,
        widget=long_text(3),
        help_text=_(
            "Where the two stopped, what is agreed. Notes that were not shared do not go on to the new mentor."
        ),
    )

    def __init__(self, *args: Any, mentors: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_mentors(self, mentors)


class LetterForm(forms.Form):
    """A methodist's letter to the people of a mentorship."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Text"), max_length=LONGEST_WORDS, widget=long_text(8))


class StartForm(forms.Form):
    """For whom mentors are looked for."""

    scope = forms.ChoiceField(
        label=_("For whom"), choices=MatchScope.choices, widget=forms.RadioSelect, initial=MatchScope.WISHES.value
    )


class SettlementsForm(forms.Form):
    """Where settlements lie: a line for each, its name and its degrees."""

    lines = forms.CharField(
        label=_("Settlements"),
        required=False,
        max_length=MOST_PLACES * LONGEST_PLACE,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "On each line: name; latitude; longitude. For example: Kinel; 53.22; 50.63. A line without degrees is left out."
        ),
    )

    def clean_lines(self) -> list[Place]:
        """Return the places; the first line that is none is named."""
        lines = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_PLACES:
            raise forms.ValidationError(_("At most %(most)d settlements can be given.") % {"most": MOST_PLACES})
        return [place for place in (read_place(line) for line in lines) if place is not None]


def read_place(line: str) -> Place | None:
    """Return where a settlement lies; None for one whose degrees are not given."""
    parts = [part.strip() for part in line.split(";")]
    if len(parts) == PARTS and parts[0] and not parts[1] and not parts[2]:
        return None
    try:
        name, latitude, longitude = parts
        place = Place(name, float(latitude.replace(",", ".")), float(longitude.replace(",", ".")))
    except ValueError:
        raise forms.ValidationError(_("This line is no place: %(line)s") % {"line": line[:LONGEST_PLACE]}) from None
    is_on_earth = -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180  # noqa: PLR2004 -- degrees
    if not is_on_earth or not 0 < len(place.name) <= LONGEST_PLACE:
        raise forms.ValidationError(_("This line is no place: %(line)s") % {"line": line[:LONGEST_PLACE]})
    return place


def offer_mentors(form: forms.Form, mentors: Sequence[tuple[int, str]]) -> None:
    """Offer the mentors of the school."""
    field = form.fields["mentor"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("Choose a mentor")), *mentors]
