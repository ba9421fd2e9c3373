"""Forms of mentorships: the shape of what is typed about pairs, plans, meetings and feedback."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import Day, WallClockField, check_year
from nastavnik.mentoring.enums import Level, MeetingWay, MentorshipEnd
from nastavnik.mentoring.models.matching import FIRST_YEAR
from nastavnik.mentoring.models.mentorships import LONGEST_RHYTHM, LONGEST_TITLE, LONGEST_WORDS, USUAL_RHYTHM
from nastavnik.mentoring.selectors.mentorships.links import LONGEST_LINK
from nastavnik.mentoring.services.mentorships.goals import Said
from nastavnik.mentoring.services.mentorships.meetings import Written
from nastavnik.mentoring.services.mentorships.plans import Line

LARGEST_VERSION = 2**31 - 1
MOST_DIGITS = 18  # a longer number is no number of a row
LAST_YEAR = 2100


def long_text(rows: int = 4) -> forms.Textarea:
    """Return a field for several sentences."""
    return forms.Textarea(attrs={"rows": rows})


class Numbers(forms.TypedMultipleChoiceField):
    """Several rows ticked in a list, as their numbers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(coerce=int, choices=choices, **kwargs)


class VersionForm(forms.Form):
    """A form that says which state of the row it was opened with."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    @property
    def read_version(self) -> int:
        """The version that was read when the form was opened."""
        return self.cleaned_data["version"] or 0


class WishForm(forms.Form):
    """What somebody wants to learn from a mentor."""

    themes = Numbers(label=_("Themes"), required=False)
    goal = forms.CharField(
        label=_("What you want to learn"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=long_text(),
        help_text=_("The methodist reads it, and the mentor who is found for you."),
    )
    since_year = forms.IntegerField(
        label=_("In libraries since the year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("A mentor has worked longer than you, as a rule."),
    )

    def __init__(self, *args: Any, themes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "themes", themes)


class PracticeForm(forms.Form):
    """Since when a mentor works in libraries."""

    since_year = forms.IntegerField(
        label=_("In libraries since the year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )


class ChooseForm(forms.Form):
    """Words of a mentee to the mentor whom she chooses."""

    note = forms.CharField(
        label=_("A few words to the mentor"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=long_text(),
        help_text=_("What you want to learn, and how you would like to meet."),
    )


class WhyForm(forms.Form):
    """Why a mentor says no."""

    why = forms.CharField(
        label=_("Why not"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=long_text(3),
        help_text=_("The mentees and the methodist read it."),
    )


class GoalForm(forms.Form):
    """A goal of a mentorship."""

    text = forms.CharField(label=_("Add a goal"), max_length=500)


class LineForm(VersionForm):
    """A line of a development plan."""

    competence = forms.CharField(
        label=_("Competence"), max_length=200, help_text=_("For example: leads a discussion of a book with teenagers.")
    )
    now_level = forms.TypedChoiceField(label=_("Now"), coerce=int, choices=Level.choices)
    wanted_level = forms.TypedChoiceField(
        label=_("Wanted"), coerce=int, choices=Level.choices, initial=Level.ALONE.value
    )
    due_on = forms.DateField(label=_("Term"), required=False, widget=Day(), validators=[check_year])
    result = forms.CharField(label=_("Result"), required=False, max_length=LONGEST_WORDS, widget=long_text(3))
    is_done = forms.BooleanField(label=_("Reached"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a level that is not above the one of now."""
        typed = super().clean() or {}
        now_level, wanted = typed.get("now_level"), typed.get("wanted_level")
        if now_level is not None and wanted is not None and wanted <= now_level:
            self.add_error("wanted_level", _("What is wanted must be more than what is there now."))
        return typed

    def line(self) -> Line:
        """Return the line that was typed."""
        typed = self.cleaned_data
        return Line(
            competence=typed["competence"],
            now_level=typed["now_level"],
            wanted_level=typed["wanted_level"],
            due_on=typed["due_on"],
            result=typed["result"],
            is_done=typed["is_done"],
        )


class ActionForm(forms.Form):
    """An action of a plan, and where it leads."""

    text = forms.CharField(label=_("Action"), max_length=500)
    link = forms.CharField(
        label=_("Lesson or moment"),
        required=False,
        max_length=LONGEST_LINK,
        help_text=_("The address of a lesson or a film of this school; with a time in it (?t=) it becomes a moment."),
    )


class MeetingForm(VersionForm):
    """A meeting, planned or held. Its time is by the school's clock."""

    at = WallClockField(label=_("Day and hour"))
    way = forms.ChoiceField(label=_("How it takes place"), choices=MeetingWay.choices)
    user_ids = Numbers(label=_("Who is there"), required=False)
    theme = forms.CharField(label=_("About"), required=False, max_length=200)
    is_held = forms.BooleanField(label=_("It took place"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=long_text(6),
        help_text=_("Only those who are there read it, unless you share it."),
    )
    next_steps = forms.CharField(
        label=_("What is to be done until the next one"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=long_text(3),
    )
    is_shared = forms.BooleanField(
        label=_("Share the note"),
        required=False,
        help_text=_("Then the methodist reads it, the whole group, and a mentor who comes after this one."),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user_ids", people)

    def written(self, zone: ZoneInfo) -> Written:
        """Return the meeting that was typed; its hour is on the wall of `zone`."""
        typed = self.cleaned_data
        at: datetime = typed["at"]
        return Written(
            at=at.replace(tzinfo=zone),
            way=MeetingWay(typed["way"]),
            user_ids=frozenset(typed.get("user_ids", ())),
            theme=typed["theme"],
            is_held=typed["is_held"],
            note=typed["note"],
            next_steps=typed["next_steps"],
            is_shared=typed["is_shared"],
        )


class FeedbackForm(forms.Form):
    """What one side says of a mentorship."""

    mark = forms.TypedChoiceField(
        label=_("How does it go between you?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(5, _("5: very well")), (4, "4"), (3, "3"), (2, "2"), (1, _("1: not at all"))],
    )
    helped = forms.CharField(label=_("What helped"), required=False, max_length=LONGEST_WORDS, widget=long_text(3))
    missing = forms.CharField(
        label=_("What was missing"), required=False, max_length=LONGEST_WORDS, widget=long_text(3)
    )
    again = forms.TypedChoiceField(
        label=_("Would you go on with each other?"),
        required=False,
        coerce=lambda word: word == "yes",
        empty_value=None,
        choices=[("", _("I do not know")), ("yes", _("yes")), ("no", _("no"))],
    )

    def said(self) -> Said:
        """Return what was typed."""
        typed = self.cleaned_data
        return Said(typed["mark"], typed["helped"], typed["missing"], typed["again"])


class EndForm(forms.Form):
    """How a mentorship ends."""

    why = forms.ChoiceField(label=_("Why it ends"), choices=MentorshipEnd.choices)
    result = forms.CharField(
        label=_("Result"),
        max_length=LONGEST_WORDS,
        widget=long_text(6),
        help_text=_("What was reached, what is left to do. It stands in the report."),
    )


class FrameForm(forms.Form):
    """How often the people of a mentorship meet, and until when."""

    title = forms.CharField(label=_("What the group is called"), required=False, max_length=LONGEST_TITLE)
    every_days = forms.IntegerField(
        label=_("A contact every so many days"), min_value=1, max_value=LONGEST_RHYTHM, initial=USUAL_RHYTHM
    )
    ends_on = forms.DateField(label=_("Until"), required=False, widget=Day(), validators=[check_year])

    def frame(self) -> dict[str, Any]:
        """Return what was typed, as services take it."""
        typed = self.cleaned_data
        ends_on: date | None = typed["ends_on"]
        return {"title": typed["title"], "every_days": typed["every_days"], "ends_on": ends_on}


def offer(form: forms.Form, name: str, choices: Sequence[tuple[int, str]]) -> None:
    """Offer rows to tick; where there are none, there is nothing to tick."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
    if not choices:
        del form.fields[name]
