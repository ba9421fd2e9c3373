"""The answer desk as forms: what is written, the moment that is chosen, what an address of the chooser asks for."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.core.times import MOST_SECONDS, TimeField
from nastavnik.mentoring.models.consultations import LONGEST_TEXT
from nastavnik.mentoring.selectors.answer_desk import AnswerDesk
from nastavnik.mentoring.selectors.moment_panel import Wanted

LARGEST_NUMBER = 2**31 - 1


class HiddenNumber(forms.IntegerField):
    """A number that the page was made with; what is no number is none."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST_NUMBER)


class AnswerForm(forms.Form):
    """What a mentor writes: a recommendation, and perhaps a question back."""

    text = forms.CharField(
        label=_("Recommendation"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    question = forms.CharField(
        label=_("A question to the asker"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = HiddenNumber()
    # what the page shows: the newest answer of another mentor, and what the asker has said last
    seen = HiddenNumber()
    heard = HiddenNumber()

    @property
    def known(self) -> dict[str, Any]:
        """Return what of others the page showed, in the words of `services.answering.send`; 0 for nothing."""
        return {"seen_id": self.cleaned_data["seen"] or 0, "heard_id": self.cleaned_data["heard"] or 0}

    def typed(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.answering.save`."""
        cleaned = self.cleaned_data
        question = cleaned["question"] if "question" in self.data else None
        return {"text": cleaned["text"], "question": question, "version": cleaned["version"] or 0}

    def other_text(self, desk: AnswerDesk) -> str:
        """Return what another window of the same mentor has put into the place of what was typed here; empty if nothing."""
        if not self.is_valid() and "text" not in self.cleaned_data:
            return ""
        is_newer = desk.writing.version != (self.cleaned_data.get("version") or 0)
        return desk.writing.text if is_newer and desk.writing.text != self.cleaned_data["text"] else ""

    def catch_up(self, desk: AnswerDesk) -> None:
        """Let the next try count as one that has seen what the page shows now; what was typed stays."""
        newer = self.data.copy()  # type: ignore[attr-defined]  # what a browser posts can be copied
        newer["version"], newer["seen"] = str(desk.writing.version), str(desk.seen_id)
        newer["heard"] = str(desk.heard_id)
        self.data = newer


def answer_form(desk: AnswerDesk, kept: dict[str, str]) -> AnswerForm:
    """Return the form with what was written so far, or with words (`kept`) that came when their writer was signed out."""
    writing = desk.writing
    initial = {"text": writing.text, "question": writing.question, "version": writing.version}
    shown = {"seen": desk.seen_id, "heard": desk.heard_id}
    return AnswerForm(initial=initial | shown | kept)


class MomentForm(forms.Form):
    """From when to when a moment plays, and what to look at in it."""

    seconds = TimeField(label=_("From"))
    end_seconds = TimeField(label=_("To"))
    note = forms.CharField(
        label=_("What to look at"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("seconds", "end_seconds"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "class": "input figures moment-time"}


class WantedForm(forms.Form):
    """What an address of the chooser says; what is no second of a film says nothing."""

    begin = forms.FloatField(min_value=0, max_value=MOST_SECONDS)
    end = forms.FloatField(min_value=0, max_value=MOST_SECONDS)
    around = forms.FloatField(min_value=0, max_value=MOST_SECONDS)


def wanted_of(asked: QueryDict) -> Wanted:
    """Return the moment that an address names."""
    form = WantedForm({"begin": asked.get("from"), "end": asked.get("to"), "around": asked.get("around")})
    form.is_valid()
    known = form.cleaned_data
    return Wanted(known.get("begin"), known.get("end"), known.get("around"))
