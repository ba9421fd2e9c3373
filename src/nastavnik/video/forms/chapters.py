"""The form of a film's chapters: all of them on one page, each changed only where a person has typed."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.times import TimeField
from nastavnik.video.selectors.chapters_desk import ChapterToEdit
from nastavnik.video.services import ChapterEdit

MOST_ROWS = 600


class ChapterForm(forms.Form):
    """A chapter. What it was before goes along, so that what somebody else changed meanwhile is not changed back."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seconds = TimeField(label=_("Time"), required=False, show_hidden_initial=True)
    title = forms.CharField(label=_("Title"), max_length=250, required=False, show_hidden_initial=True)
    is_removed = forms.BooleanField(label=_("Remove"), required=False)

    origin = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seconds"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "input figures"}
        self.fields["title"].widget.attrs |= {"autocomplete": "off", "class": "input"}

    def clean(self) -> dict[str, Any]:
        """Want both time and title of a chapter that stays; a new row left empty is none."""
        typed = super().clean() or {}
        if typed.get("is_removed") or self.is_blank(typed):
            return typed
        if typed.get("seconds") is None and "seconds" not in self.errors:
            self.add_error("seconds", _("Say at what time the chapter begins."))
        if not typed.get("title") and "title" not in self.errors:
            self.add_error("title", _("Give the chapter a title."))
        return typed

    def is_blank(self, typed: dict[str, Any]) -> bool:
        """Tell whether this is the empty row for a new chapter, left empty."""
        return not typed.get("id") and typed.get("seconds") is None and not typed.get("title") and not self.errors

    def edit(self) -> ChapterEdit | None:
        """Return what was done to the chapter here, or None when nothing was."""
        if not {"seconds", "title", "is_removed"} & set(self.changed_data):
            return None
        typed, changed = self.cleaned_data, frozenset(self.changed_data)
        seconds = typed["seconds"] or 0.0
        return ChapterEdit(typed["id"], seconds, typed["title"], is_removed=typed["is_removed"], changed=changed)


class ChapterFormSet(forms.BaseFormSet[ChapterForm]):
    """All chapters of a film, and an empty row for a new one."""

    def edits(self) -> list[ChapterEdit]:
        """Return what was done, in the words of `services.edit_chapters`."""
        return [edit for form in self.forms if (edit := form.edit()) is not None]


_FORMS = forms.formset_factory(ChapterForm, formset=ChapterFormSet, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def chapters_form(chapters: Sequence[ChapterToEdit], posted: Any = None) -> ChapterFormSet:
    """Return the form of `chapters`, filled with what was sent if anything was."""
    shown = [{"id": one.id, "seconds": one.seconds, "title": one.title} for one in chapters]
    forms_of_page = _FORMS(posted or None, initial=None if posted else shown, prefix="chapters")
    formset = cast("ChapterFormSet", forms_of_page)
    origins = {str(one.id): one.origin for one in chapters}
    for form in formset.forms:
        form.origin = origins.get(str(form["id"].value()), "")
    return formset
