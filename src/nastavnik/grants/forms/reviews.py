"""What a page brings of a trial review."""

from typing import Any

from django import forms

from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.selectors.talk.reviews import TypedReview
from nastavnik.grants.services.talk.reviews import LONGEST_ADVICE, LONGEST_COMMENT, ReviewWords

LARGEST = 2**31 - 1


class ReviewForm(forms.Form):
    """Marks and comments by criteria, advice, and the version of the page; what was not sent stays as it is."""

    version = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    advice = forms.CharField(required=False, max_length=LONGEST_ADVICE)

    def __init__(self, *args: Any, template: FundTemplate, **options: Any) -> None:
        super().__init__(*args, **options)
        scale = template.scale
        self.criteria = [one.key for one in template.criteria]
        for key in self.criteria:
            self.fields[f"mark-{key}"] = forms.IntegerField(
                required=False, min_value=scale.lowest, max_value=scale.highest
            )
            self.fields[f"comment-{key}"] = forms.CharField(required=False, max_length=LONGEST_COMMENT)

    def words(self) -> ReviewWords:
        """Return what was sent, in the words of `services.talk.reviews`."""
        sent, cleaned = self.data, self.cleaned_data
        return ReviewWords(
            marks={key: cleaned[f"mark-{key}"] for key in self.criteria if f"mark-{key}" in sent},
            comments={key: cleaned[f"comment-{key}"] for key in self.criteria if f"comment-{key}" in sent},
            advice=cleaned["advice"] if "advice" in sent else None,
        )

    def typed(self) -> TypedReview:
        """Return what was typed, to be shown again."""
        words = self.words()
        return TypedReview(words.marks, words.comments, words.advice or "")
