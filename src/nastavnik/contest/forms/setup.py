"""Forms of the setting up: a new contest, its words, days and rules, its directions, criteria and awards."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import Feedback, LatePolicy, Target, TieRule
from nastavnik.contest.forms.versions import VersionedForm
from nastavnik.contest.selectors.blueprints import blueprints
from nastavnik.contest.selectors.typed import DAYS
from nastavnik.core.forms import Day, WallClockField, check_year

LONGEST_REGULATION = 60_000
HIGHEST_MARK = 20
MOST_PLACES = 20


class NewContestForm(forms.Form):
    """A contest out of an arrangement."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("As people will call it: “Open library”. It can be changed later."),
    )
    blueprint = forms.ChoiceField(label=_("Arranged like"), widget=forms.RadioSelect)
    announced_on = forms.DateField(
        label=_("Day of the announcement"),
        widget=Day,
        validators=[check_year],
        help_text=_("The other days are counted from it; each can be changed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["blueprint"]
        known.choices = [(one.name, f"{one.title}. {one.about}") for one in blueprints()]
        known.initial = blueprints()[0].name


class CloneForm(forms.Form):
    """A contest out of last year's."""

    title = forms.CharField(label=_("Title of the new contest"), max_length=200)
    announced_on = forms.DateField(
        label=_("Day of the announcement"),
        widget=Day,
        validators=[check_year],
        help_text=_("The other days keep their distances and hours, and make way for days off."),
    )


class WordsForm(VersionedForm):
    """What a contest is called and what its regulation says."""

    title = forms.CharField(label=_("Title"), max_length=200)
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        validators=[validate_slug],
        help_text=_("The last word of the address of its page: Latin letters, figures, hyphens."),
    )
    short = forms.CharField(
        label=_("In a sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who does what for whom. It stands under the title."),
    )
    regulation = forms.CharField(
        label=_("Regulation"),
        max_length=LONGEST_REGULATION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_(
            "Markdown. Days, directions, criteria, rules of equal totals, awards and the form are added as annexes by "
            "themselves: do not repeat them, so that they never contradict each other."
        ),
    )


class DaysForm(VersionedForm):
    """The moments of the stages, by the school's clock."""

    announced_at = WallClockField(
        label=_("Announcement"),
        required=False,
        help_text=_("From then on everybody sees the contest. Empty: from the moment it is opened."),
    )
    intake_at = WallClockField(label=_("Applications from"), required=False)
    deadline_at = WallClockField(
        label=_("Applications until"),
        required=False,
        help_text=_("At this very moment it is too late. For “until the end of the 31st” write the 1st, 00:00."),
    )
    late_until = WallClockField(
        label=_("Late applications until"),
        required=False,
        help_text=_("Only where late ones are taken (see the rules); they are marked."),
    )
    check_until = WallClockField(label=_("Formal check until"), required=False)
    review_until = WallClockField(label=_("Expert review until"), required=False)
    defence_at = WallClockField(
        label=_("Defence of projects"), required=False, help_text=_("Leave it empty when there is none.")
    )
    minutes_at = WallClockField(label=_("Minutes of the jury"), required=False)
    awarding_at = WallClockField(label=_("Awarding"), required=False)

    def moments(self, zone: tzinfo) -> dict[str, datetime | None]:
        """Return the days, aware: what was typed stands on a wall of the school."""
        return {name: day and day.replace(tzinfo=zone) for name, day in self.values().items()}


class TieRulesField(forms.MultiValueField):
    """The rules for equal totals: which comes first, second and so on; nothing is asked twice."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "—"), *TieRule.choices]
        fields = [forms.ChoiceField(choices=choices, required=False) for _rule in TieRule]
        widget = TieRulesInput([forms.Select(choices=choices) for _rule in TieRule])
        super().__init__(fields=fields, widget=widget, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> list[TieRule]:
        """Return the rules in their order. Raises `ValidationError` when one stands twice."""
        rules = [TieRule(rule) for rule in data_list if rule]
        if len(set(rules)) != len(rules):
            raise forms.ValidationError(_("A rule stands twice. Each is asked once."))
        if TieRule.SHARED in rules[:-1]:
            raise forms.ValidationError(_("After “the place is shared” nothing is left to decide: let it be the last."))
        return rules


class TieRulesInput(forms.MultiWidget):
    """A list to choose from for each place in the order; each says to a reader of the screen which place it is."""

    template_name = "contest/desk/tie_rules.html"

    def decompress(self, value: Sequence[str] | None) -> list[str]:
        """Return the chosen rules, filled up with nothing."""
        rules = [str(rule) for rule in value or ()]
        return [*rules, *[""] * (len(TieRule) - len(rules))]


class RulesForm(VersionedForm):
    """Who may apply, how the jury works, what applicants see."""

    most_of_a_library = forms.IntegerField(label=_("Applications of one library at most"), min_value=1, max_value=100)
    late_policy = forms.ChoiceField(label=_("Late applications"), choices=LatePolicy.choices, widget=forms.RadioSelect)
    jury_size = forms.IntegerField(
        label=_("Members of the jury"), min_value=3, max_value=99, help_text=_("An odd number, three at least.")
    )
    sheets_each = forms.IntegerField(
        label=_("Score sheets for each application"),
        min_value=1,
        max_value=99,
        help_text=_("By so many jurors each application is judged; not more than the jury has."),
    )
    is_blind = forms.BooleanField(
        label=_("The jury sees no names"),
        required=False,
        help_text=_("Names of people, libraries and places are hidden from the jury everywhere."),
    )
    tie_rules = TieRulesField(
        label=_("Between equal totals decide"), help_text=_("In this order, until one of them decides.")
    )
    feedback = forms.ChoiceField(
        label=_("What applicants see of the jury’s work"), choices=Feedback.choices, widget=forms.RadioSelect
    )
    has_public_vote = forms.BooleanField(
        label=_("Readers vote too"), required=False, help_text=_("Apart from the jury: it changes no place.")
    )


class DirectionForm(VersionedForm):
    """A direction."""

    title = forms.CharField(label=_("Title"), max_length=120)
    target = forms.ChoiceField(label=_("Target group"), choices=Target.choices)


class AwardForm(VersionedForm):
    """An award."""

    title = forms.CharField(label=_("Title"), max_length=200)
    prize = forms.CharField(label=_("Prize"), max_length=300, required=False)
    place = forms.IntegerField(
        label=_("For the place"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Empty: a special award, which the jury gives to whom it likes."),
    )


class CriterionForm(VersionedForm):
    """A criterion with what each mark of its scale means; how many marks there are is told when the form is made."""

    title = forms.CharField(label=_("Title"), max_length=200)
    help = forms.CharField(
        label=_("What is looked at"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    weight = forms.DecimalField(
        label=_("Weight"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        help_text=_("How many times it counts beside a criterion of weight 1."),
    )
    lowest = forms.IntegerField(label=_("Lowest mark"), min_value=0, max_value=HIGHEST_MARK - 1)
    highest = forms.IntegerField(label=_("Highest mark"), min_value=1, max_value=HIGHEST_MARK)
    needs_comment = forms.BooleanField(label=_("The lowest and the highest mark need a comment"), required=False)

    def __init__(self, *args: Any, scale: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        for mark in reversed(scale):
            self.fields[f"level_{mark}"] = forms.CharField(
                label=_("What %(mark)d means") % {"mark": mark},
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a scale that goes nowhere."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
        if lowest is not None and highest is not None and highest <= lowest:
            self.add_error("highest", _("The highest mark must be above the lowest."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the criterion, the words of the marks as its levels."""
        typed = super().values()
        levels = {str(mark): typed.pop(f"level_{mark}") for mark in self.scale}
        return typed | {"levels": {mark: words for mark, words in levels.items() if words}}


def criterion_initial(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of a criterion begins with: each level in a field of its own."""
    return typed | {f"level_{mark}": words for mark, words in typed["levels"].items()}


def days_initial(typed: dict[str, Any], zone: tzinfo) -> dict[str, Any]:
    """Return what the form of the days begins with: moments as they stand on a wall of the school."""
    return typed | {name: typed[name] and typed[name].astimezone(zone).replace(tzinfo=None) for name in DAYS}
