"""Forms of the results: an award, a letter, the vote of the chair."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models import Award

MOST_EQUALS = 1000
LONGEST_NUMBER = 6


class DecisionForm(forms.Form):
    """What an application is awarded."""

    award = forms.ChoiceField(label=_("Award"), required=False)
    note = forms.CharField(
        label=_("Note of the jury"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the jury says of it. It stands in the minutes and in the letter to the applicant."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, awards: Sequence[Award], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["award"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("no award")), *((str(one.pk), one.title) for one in awards)]


class LetterForm(forms.Form):
    """The letter to an applicant."""

    letter = forms.CharField(
        label=_("Letter"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_("As you leave it, it is sent at the release. Empty it, and the school writes it anew."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class IdeaForm(forms.Form):
    """What authors show of their idea."""

    summary = forms.CharField(
        label=_("The idea in short"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Everybody reads it in the gallery. Write so that another library can try it."),
    )
    is_public = forms.BooleanField(
        label=_("Show it in the gallery"), required=False, help_text=_("You can take it back at any time.")
    )
    names_authors = forms.BooleanField(
        label=_("With the names of the authors"),
        required=False,
        help_text=_("Only of those who let the school publish their names."),
    )


def read_order(posted: QueryDict) -> list[int]:
    """Return the numbers of applications in the order of the ranks that were typed beside them, the best first.

    None at all when two have one rank: the service refuses that.
    """
    ranks: dict[int, int] = {}
    for key in list(posted)[:MOST_EQUALS]:
        number, rank = key.removeprefix("rank-"), str(posted.get(key, ""))
        if key.startswith("rank-") and _is_number(number) and _is_number(rank):
            ranks[int(number)] = int(rank)
    if len(set(ranks.values())) != len(ranks):
        return []
    return sorted(ranks, key=lambda number: ranks[number])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
