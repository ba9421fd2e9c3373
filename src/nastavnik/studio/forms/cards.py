"""A card as people type it: what it says, what the lesson will be; a comment, a line of a checklist, a file; the school's rules."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import Day, WordsField, check_year
from nastavnik.people.models import User
from nastavnik.programme.enums import AgeRating, LessonKind
from nastavnik.programme.models import Cycle, Speaker
from nastavnik.studio.enums import LIMITED_STATES, CardState, Voice
from nastavnik.studio.models import ProductionCard
from nastavnik.studio.models.cards import LONGEST_TITLE
from nastavnik.studio.services.cards import CardFields
from nastavnik.video.models import Video

LARGEST_VERSION = 2**31 - 1
MOST_AT_ONCE = 99
# fields of the form that a card keeps under other names
COLUMNS = {"owner": "owner_id", "cycle": "cycle_id", "film": "video_id", "speakers": "speaker_ids"}
Choices = list[tuple[Any, str | Promise]]


def number_or_none(value: str) -> int | None:
    """Return a chosen number; nothing chosen is none."""
    return int(value) if value else None


class OneOf(forms.TypedChoiceField):
    """One row of a list, by its number, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=number_or_none, empty_value=None, required=False, **kwargs)


class BeginForm(forms.Form):
    """A card that is begun without a topic."""

    title = WordsField(
        label=_("What will the film be called?"),
        max_length=LONGEST_TITLE,
        help_text=_("A working title will do: it can be changed until the lesson is published."),
    )
    owner = OneOf(label=_("Who makes it?"))
    due_on = forms.DateField(label=_("Ready by"), required=False, widget=Day, validators=[check_year])

    def __init__(self, *args: Any, owners: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {owner.pk: owner for owner in owners}
        self.fields["owner"].choices = owner_choices(self.owners.values())  # type: ignore[attr-defined]  # it is a choice

    @property
    def told(self) -> dict[str, Any]:
        """Return what was typed, the owner as a person."""
        return {**self.cleaned_data, "owner": self.owners.get(self.cleaned_data["owner"])}


def owner_choices(owners: Iterable[User]) -> Choices:
    """Return whom one may choose as the owner of a card."""
    return [("", _("nobody yet")), *((owner.pk, owner.full_name) for owner in owners)]


class CardForm(forms.Form):
    """What stands in a card. `version` is the one that was read."""

    title = WordsField(label=_("Title"), max_length=LONGEST_TITLE)
    owner = OneOf(label=_("Who makes it?"))
    due_on = forms.DateField(label=_("Ready by"), required=False, widget=Day, validators=[check_year])
    brief = WordsField(
        label=_("Brief"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "For whom the film is, what they can do afterwards, in which form, how long. Markdown may be used."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind of the lesson"), choices=LessonKind.choices)
    summary = WordsField(
        label=_("The lesson in a sentence"),
        required=False,
        max_length=300,
        help_text=_("It stands under the title, in the programme and in letters."),
    )
    cycle = OneOf(label=_("Into which cycle?"))
    speakers = forms.TypedMultipleChoiceField(
        label=_("Who speaks?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    film = OneOf(
        label=_("Film"),
        help_text=_(
            "Films of the school that stand in no lesson yet. Upload the film first: “Films”, without a lesson."
        ),
    )
    age_rating = forms.ChoiceField(
        label=_("Age mark"), required=False, choices=[("", _("not decided yet")), *AgeRating.choices]
    )
    shows_nobody = forms.BooleanField(
        label=_("Nobody can be recognised in the film, neither by face nor by voice"), required=False
    )
    rights = WordsField(
        label=_("Rights"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Music, pictures, pieces of others: whose they are and by which right they are shown. Nothing of others: say so."
        ),
    )
    has_rights = forms.BooleanField(label=_("Everything that is heard and seen may be shown"), required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        owners: Iterable[User],
        cycles: Iterable[Cycle],
        speakers: Iterable[Speaker],
        films: Iterable[Video],
        can_run: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Choices] = {
            "owner": owner_choices(owners),
            "cycle": [("", _("not decided yet")), *((one.pk, f"{one.programme.title}: {one.title}") for one in cycles)],
            "speakers": [(one.pk, one.name) for one in speakers],
            "film": [("", _("none yet")), *((one.pk, one.title) for one in films)],
        }
        for name, known in choices.items():
            self.fields[name].choices = known  # type: ignore[attr-defined]  # all of them are choices
        if not can_run:
            del self.fields["owner"], self.fields["film"]
        if not choices["speakers"]:
            del self.fields["speakers"]

    @property
    def told(self) -> CardFields:
        """Return what was typed, by the names of the card's columns."""
        names = (name for name in self.fields if name != "version")
        return {COLUMNS.get(name, name): self.cleaned_data[name] for name in names}  # type: ignore[return-value]  # each is a field of a card

    def show_newer(self, newer: Mapping[str, Any], *, disputed: Collection[str], untouched: Collection[str]) -> None:
        """Keep what was typed, and say beside it what somebody else has saved; the next try counts as seen.

        `disputed` and `untouched` are columns of the card: to speak of, and to take as they are now.
        """
        typed = self.data.copy()  # type: ignore[attr-defined]  # what the browser posts can be copied
        typed["version"] = str(newer["version"])
        for name in self.fields:
            if COLUMNS.get(name, name) in untouched:
                typed.setlist(name, as_posted(newer[name]))
        self.data = typed
        for name, field in self.fields.items():
            if COLUMNS.get(name, name) in disputed:
                said = in_words(field, newer[name]) or "—"
                self.add_error(name, _("Meanwhile saved by somebody else: %(value)s") % {"value": said})


def card_typed(card: ProductionCard, speaker_ids: list[int]) -> dict[str, Any]:
    """Return a card as its form holds it."""
    names = (*CardForm.base_fields.keys() - {"speakers"},)
    columns = {"owner": "owner_id", "cycle": "cycle_id", "film": "video_id"}
    return {"speakers": speaker_ids, **{name: getattr(card, columns.get(name, name)) for name in names}}


def as_posted(value: Any) -> list[str]:
    """Return a value as a browser posts it."""
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return ["" if value is None else str(value)]


def in_words(field: forms.Field, value: Any) -> str:
    """Return a field's value as people read it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(field, forms.ChoiceField):
        chosen = {str(item) for item in (value if isinstance(value, list) else [value])}
        choices: Any = field.choices
        return ", ".join(str(label) for key, label in choices if key != "" and str(key) in chosen)
    return str(value)


class StepForm(forms.Form):
    """A line of a checklist."""

    text = WordsField(label=_("What is to be done"), max_length=300, required=False)


class CommentForm(forms.Form):
    """What somebody says of a card."""

    body = WordsField(label=_("Comment"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    """A file of a card."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A document, a table, slides, a picture or a ZIP archive of up to 50 MB. Films are uploaded under “Films”."
        ),
    )


class RulesForm(forms.Form):
    """Whose voice counts, and how much is worked on at once."""

    voice = forms.ChoiceField(
        label=_("Whose voice counts for a topic?"),
        choices=Voice.choices,
        widget=forms.RadioSelect,
        help_text=_("Who belongs to no branch votes as a person. Voices that were given stay when you change this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for state in LIMITED_STATES:
            self.fields[f"limit_{state}"] = forms.IntegerField(
                label=_("“%(state)s”: at most") % {"state": state.label},
                required=False,
                min_value=1,
                max_value=MOST_AT_ONCE,
            )

    @property
    def limits(self) -> dict[CardState, int | None]:
        """Return how many cards each state takes; None: as many as come."""
        return {state: self.cleaned_data[f"limit_{state}"] for state in LIMITED_STATES}
