"""Forms of moments and of lists of them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.times import TimeField
from nastavnik.video.selectors.moments import ListRow


class ListForm(forms.Form):
    """A new list."""

    title = forms.CharField(label=_("Title of the list"), max_length=200)


class EditListForm(ListForm):
    """A list's title, and who may open it."""

    is_shared = forms.BooleanField(
        label=_("Whoever has the address may open the list"),
        required=False,
        help_text=_("Words of films that a person may not watch are not shown to her."),
    )


class MomentForm(forms.Form):
    """From when to when, and what one wants to remember of it."""

    seconds = TimeField(label=_("From"))
    end_seconds = TimeField(label=_("To"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("seconds", "end_seconds"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "class": "input figures moment-time"}


class KeepForm(MomentForm):
    """A moment, and the list that it goes into: one of the person's own, or a new one."""

    collection = forms.ChoiceField(label=_("List"), required=False)
    title = forms.CharField(label=_("Title of a new list"), max_length=200, required=False)
    field_order = ("seconds", "end_seconds", "collection", "title", "note")

    def __init__(self, *args: Any, lists: Sequence[ListRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {one.token: one.pk for one in lists}
        field = self.fields["collection"]
        assert isinstance(field, forms.ChoiceField)  # as declared above
        field.choices = [*((one.token, one.title) for one in lists), ("", _("A new list"))]
        if lists:
            self.fields["title"].help_text = _("If it is filled in, a new list is made.")
        else:
            del self.fields["collection"]

    def kept(self) -> dict[str, Any]:
        """Return what was chosen in the words of `services.add_moment`."""
        typed = self.cleaned_data
        title = typed["title"]
        chosen = None if title else self.ids.get(typed.get("collection", ""))
        names = ("seconds", "end_seconds", "note")
        return {name: typed[name] for name in names} | {"collection_id": chosen, "title": title}


class MoveForm(MomentForm):
    """A moment of a list, which may go into another one."""

    collection = forms.ChoiceField(label=_("List"))
    field_order = ("seconds", "end_seconds", "note", "collection")

    def __init__(self, *args: Any, lists: Sequence[ListRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {one.token: one.pk for one in lists}
        field = self.fields["collection"]
        assert isinstance(field, forms.ChoiceField)  # as declared above
        field.choices = [(one.token, one.title) for one in lists]

    @property
    def collection_id(self) -> int:
        """The list that was chosen."""
        return self.ids[self.cleaned_data["collection"]]

    def change(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.change_moment`."""
        return {name: self.cleaned_data[name] for name in ("seconds", "end_seconds", "note")}
