"""Forms of lessons and their handouts."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.core.forms import WallClockField
from nastavnik.people.models import Organisation
from nastavnik.programme.enums import AgeRating, LessonKind
from nastavnik.programme.forms.common import Numbers, VersionedForm, zone_choices
from nastavnik.programme.models import Speaker

LONGEST_MINUTES = 12 * 60
HANDOUT_TYPES = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt,.epub,.rtf,.txt,.jpg,.jpeg,.png,.zip"


class ShortLessonForm(VersionedForm):
    """What the board asks of a lesson; the school's zone unless the lesson has its own."""

    title = forms.CharField(label=_("Title"), max_length=250)
    kind = forms.ChoiceField(label=_("Kind"), choices=LessonKind.choices, initial=LessonKind.MASTER_CLASS)
    starts_at = WallClockField(label=_("Day and hour"), required=False, help_text=_("May be given later."))
    duration_minutes = forms.IntegerField(
        label=_("Length, minutes"), min_value=5, max_value=LONGEST_MINUTES, initial=60
    )

    def __init__(self, *args: Any, zone: ZoneInfo, form_id: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        if form_id:
            # on the board the fields stand inside the form that keeps the order, and belong to another
            for field in self.fields.values():
                field.widget.attrs["form"] = form_id

    def lesson_fields(self) -> dict[str, Any]:
        """Return what the services take: the moment in its zone, without the version."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if starts_at := fields["starts_at"]:
            fields["starts_at"] = starts_at.replace(tzinfo=self.zone_of_clock())
        return fields

    def zone_of_clock(self) -> ZoneInfo:
        """Return the zone in which the day and hour were typed."""
        return ZoneInfo(self.cleaned_data.get("time_zone") or self.zone.key)


class LessonForm(ShortLessonForm):
    """Everything a methodist writes about a lesson."""

    summary = forms.CharField(label=_("In a sentence"), max_length=300, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: zone_choices(_("As the school")), required=False
    )
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("Leave it empty when the lesson is online only.")
    )
    age_rating = forms.ChoiceField(label=_("Age mark"), choices=AgeRating.choices, initial=AgeRating.TWELVE)
    speaker_ids = Numbers(label=_("Speakers"))
    new_speaker = forms.CharField(
        label=_("A speaker who is not in the list"),
        max_length=200,
        required=False,
        help_text=_("The name; the position can be added in the list of speakers."),
    )
    partner_ids = Numbers(label=_("Partner organisations"))
    description = forms.CharField(
        label=_("Description"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Headings, lists and links may be written in Markdown."),
    )
    slug = forms.SlugField(
        label=_("Address"), max_length=80, help_text=_("The end of the lesson's address; old links stop working.")
    )

    def __init__(
        self, *args: Any, speakers: Iterable[Speaker], partners: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("speaker_ids", [(speaker.pk, speaker_label(speaker)) for speaker in speakers])
        self._offer("partner_ids", [(partner.pk, str(partner)) for partner in partners])

    def lesson_fields(self) -> dict[str, Any]:
        """Return what the services take; speakers who stay keep their order, new ones come after them."""
        fields = super().lesson_fields()
        if "speaker_ids" in fields:
            chosen, before = fields["speaker_ids"], self.initial.get("speaker_ids", [])
            fields["speaker_ids"] = sorted(chosen, key=lambda pk: before.index(pk) if pk in before else len(before))
        return fields

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]


def speaker_label(speaker: Speaker) -> str:
    """Return a speaker as lists show her: name, position, organisation."""
    organisation = str(speaker.organisation) if speaker.organisation else ""
    return ", ".join(part for part in (speaker.name, speaker.position, organisation) if part)


class CancelForm(forms.Form):
    """Why a lesson will not take place."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Everybody reads this.")
    )


class HandoutForm(forms.Form):
    """A file or an address for a lesson."""

    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: as the file is called.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": HANDOUT_TYPES}),
        help_text=_("A document, table, slides, picture or archive, up to 50 MB."),
    )
    url = forms.URLField(label=_("Or an address"), required=False, assume_scheme="https")
