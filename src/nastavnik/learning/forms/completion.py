"""Forms of rules, check-ins, attendance by hand and surveys: the shape of what is typed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.learning.models.completion import MOST_PEOPLE
from nastavnik.learning.selectors.completion import Rule
from nastavnik.people.models import User

LARGEST_VERSION = 2**31 - 1
MOST_DIGITS = 18  # a longer number is no number of a row
MOST_NAMES = 100
MOST_CHARACTERS = 2000
LONGEST_NAME = 200
MOST_HOURS = 100
LONGEST_LETTER = 4000
HALF = Decimal("0.5")


class Numbers(forms.TypedMultipleChoiceField):
    """Several people ticked in a list, as their numbers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, **kwargs)


class RuleForm(forms.Form):
    """When a lesson counts, and for how many hours."""

    percent = forms.IntegerField(
        label=_("How much of it must be watched or attended, per cent"), min_value=1, max_value=100
    )
    needs_quiz = forms.BooleanField(label=_("The self-check must be passed, if the lesson has one"), required=False)
    hours = forms.DecimalField(
        label=_("Academic hours"),
        required=False,
        min_value=HALF,
        max_value=MOST_HOURS,
        decimal_places=1,
        step_size=HALF,
        help_text=_("Of 45 minutes. Left empty, they follow from the length of the lesson."),
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    def rule(self) -> Rule:
        """Return the rule that was typed."""
        typed = self.cleaned_data
        return Rule(
            hours=typed["hours"] or Decimal(0),
            percent=typed["percent"],
            needs_quiz=typed["needs_quiz"],
            are_hours_set=typed["hours"] is not None,
            version=typed["version"] or 0,
        )


class CheckInForm(forms.Form):
    """Who sits before a screen."""

    people = forms.IntegerField(
        label=_("How many are at the screen, with yourself"), min_value=1, max_value=MOST_PEOPLE, initial=1
    )
    user_ids = Numbers(label=_("Colleagues who are here"))
    names = forms.CharField(
        label=_("Others who are here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_NAMES * LONGEST_NAME,
        help_text=_(
            "A name on each line: readers, guests, colleagues without an account. They are counted; hours need an account."
        ),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, [(person.pk, person.full_name) for person in people])

    def clean_names(self) -> list[str]:
        """Return the names, one of each line."""
        names = [" ".join(line.split())[:LONGEST_NAME] for line in self.cleaned_data["names"].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(_("At most %(most)d names can be given.") % {"most": MOST_NAMES})
        return names

    def clean(self) -> dict[str, Any]:
        """Return what was typed; where nobody can be ticked, nobody is."""
        return {"user_ids": [], **(super().clean() or {})}


class NoteForm(forms.Form):
    """Who attended a lesson, noted by hand; people are looked for by `words`."""

    words = forms.CharField(
        label=_("Find people"), required=False, max_length=100, help_text=_("A part of the name or of the library.")
    )
    user_ids = Numbers(label=_("People who were there"))
    is_counted = forms.BooleanField(label=_("Count the lesson for them also without the self-check"), required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, [(person.pk, person_label(person)) for person in people])

    def clean(self) -> dict[str, Any]:
        """Ask for at least one tick."""
        typed = super().clean() or {}
        if not typed.get("user_ids"):
            raise forms.ValidationError(_("Nobody is chosen yet: tick a person."))
        return typed


class Marks(forms.TypedChoiceField):
    """A mark from 1 to 5, said in words at its ends."""

    widget = forms.RadioSelect

    def __init__(self, *, worst: Any, best: Any, **kwargs: Any) -> None:
        choices = [(5, best), (4, "4"), (3, "3"), (2, "2"), (1, worst)]
        super().__init__(coerce=int, choices=choices, **kwargs)


class SurveyForm(forms.Form):
    """What a lesson was good for."""

    usefulness = Marks(label=_("How useful was it?"), best=_("5: I can use it tomorrow"), worst=_("1: not for me"))
    clarity = Marks(label=_("How clear was it?"), best=_("5: all of it was clear"), worst=_("1: I did not follow"))
    will_use = forms.CharField(
        label=_("What will you use in your work?"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_themes = forms.CharField(
        label=_("What should the next lessons be about?"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_signed = forms.BooleanField(
        label=_("Sign it with my name"),
        required=False,
        help_text=_("Without this tick nobody, the methodist included, can learn whose answer it is."),
    )


class NudgeForm(forms.Form):
    """A letter to those who lag behind, and to whom of them it goes."""

    progress = forms.ChoiceField(
        label=_("Who"), choices=(("idle", _("Nothing counts yet")), ("behind", _("Less than a half counts")))
    )
    library = forms.ChoiceField(label=_("Library"), required=False)
    user_ids = Numbers(label=_("To whom it goes"))
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Filled in for each reader: {name}, {programme}, {lessons} that count, {held} that were held, {left}, {hours}, {link} to her study."
        ),
    )

    def __init__(
        self,
        *args: Any,
        libraries: list[tuple[str, str]],
        readers: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["library"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = libraries
        offer_people(self, readers)


def offer_people(form: forms.Form, choices: list[tuple[int, Any]]) -> None:
    """Offer people to tick; where there are none, there is nothing to tick."""
    field = form.fields["user_ids"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
    if not choices:
        del form.fields["user_ids"]


def person_label(person: User) -> str:
    """Return a person, whose library is joined, as lists show her."""
    return f"{person.full_name}, {person.library.label}" if person.library else person.full_name


def ticked_numbers(posted: QueryDict, name: str) -> list[int]:
    """Return the numbers of the rows that are ticked so far; what is no number of a row is left out."""
    return [int(number) for number in posted.getlist(name) if number.isdecimal() and len(number) <= MOST_DIGITS]
