"""Forms of the programme: the shape of what is typed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.core.colours import TEXT_CONTRAST, is_colour
from nastavnik.core.dates import ZONE_NAMES
from nastavnik.people.models import Library, Organisation, User
from nastavnik.programme.enums import AgeRating, EnrolmentPolicy, LessonKind, Tab
from nastavnik.programme.models import Speaker
from nastavnik.programme.services.accents import accent_contrast, is_readable, nearest_readable

WALL_CLOCK = "%Y-%m-%dT%H:%M"
LONGEST_MINUTES = 12 * 60
# Beyond these a year is a slip of the finger; at the ends of the calendar moments can no longer be counted with.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
LARGEST_VERSION = 2**31 - 1
HANDOUT_TYPES = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt,.epub,.rtf,.txt,.jpg,.jpeg,.png,.zip"


def check_year(value: date) -> None:
    """Refuse a day that no school plans for."""
    if not FIRST_DAY <= (value.date() if isinstance(value, datetime) else value) <= LAST_DAY:
        raise forms.ValidationError(
            _("The year must be between %(first)d and %(last)d.") % {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        )


class VersionedForm(forms.Form):
    """A form that knows which state of the thing it was opened on."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, initial=0, min_value=0, max_value=LARGEST_VERSION
    )

    def show_newer(
        self, current: Mapping[str, Any], *, disputed: Collection[str] | None = None, untouched: Collection[str] = ()
    ) -> None:
        """Keep what was typed and say beside it what somebody else has saved; the next try counts as seen.

        `disputed` are the fields to speak of (None: all that differ), `untouched` those that take the newer value.
        """
        typed = self.data.copy()  # type: ignore[attr-defined]  # what the browser posts can be copied
        typed[self.add_prefix("version")] = str(current["version"])
        for name in untouched:
            typed.setlist(self.add_prefix(name), as_posted(current[name]))
        self.data = typed
        spoken_of = [name for name in self.cleaned_data if name in current and name != "version"]
        if disputed is not None:
            spoken_of = [name for name in spoken_of if name in disputed]
        for name in spoken_of:
            if as_posted(self.cleaned_data[name]) != as_posted(current[name]):
                said = in_words(self.fields[name], current[name])
                self.add_error(name, _("Meanwhile saved by somebody else: %(value)s") % {"value": said or "—"})


def as_posted(value: Any) -> list[str]:
    """Return a value as a browser posts it."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [f"{value:{WALL_CLOCK}}" if isinstance(value, datetime) else "" if value is None else str(value)]


def in_words(field: forms.Field, value: Any) -> str:
    """Return a field's value as people read it."""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(field, forms.ChoiceField):
        chosen = {str(item) for item in (value if isinstance(value, list) else [value])}
        choices: Any = field.choices
        return ", ".join(str(label) for key, label in choices if str(key) in chosen)
    return str(value)


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Colour(forms.TextInput):
    """The browser's own colour field."""

    input_type = "color"


class WallClockField(forms.DateTimeField):
    """Day and hour as they stand on a wall; the form says in which zone the wall is. Its value is naive."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WALL_CLOCK)
    default_validators = (check_year,)

    def to_python(self, value: Any) -> datetime | None:
        """Read the numbers without turning them into the viewer's zone."""
        with timezone.override("UTC"):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class Numbers(forms.TypedMultipleChoiceField):
    """Several rows ticked in a list, as their numbers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, **kwargs)


def zone_choices(first: Any = None) -> list[tuple[str, Any]]:
    """Return the zones of Russia; with `first`, an empty choice of that name before them."""
    return [*([("", first)] if first else []), *ZONE_NAMES.items()]


class SchoolForm(VersionedForm):
    """The settings of a school that its methodist may change."""

    title = forms.CharField(label=_("Title"), max_length=200)
    motto = forms.CharField(
        label=_("What it is, in a sentence"),
        max_length=300,
        required=False,
        help_text=_("The first thing that a guest reads."),
    )
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int, help_text=_("The organisation that answers for it."))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    accent_light = forms.CharField(
        label=_("Colour of links and buttons"), widget=Colour, help_text=_("In the light theme, on paper.")
    )
    accent_dark = forms.CharField(
        label=_("The same in the dark theme"), widget=Colour, help_text=_("A light shade, on a dark ground.")
    )
    about = forms.CharField(
        label=_("About the project"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Headings, lists and links may be written in Markdown."),
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [(organisation.pk, organisation.name) for organisation in organisations]
        for tab in Tab:
            if tab != Tab.ABOUT:
                self.fields[f"tab_{tab}"] = forms.CharField(
                    label=_("Text of the tab “%(tab)s”") % {"tab": tab.label}, widget=forms.Textarea, required=False
                )

    def clean_accent_light(self) -> str:
        """Refuse a colour that cannot be read on paper."""
        return self._readable("accent_light", "light")

    def clean_accent_dark(self) -> str:
        """Refuse a colour that cannot be read on the dark ground."""
        return self._readable("accent_dark", "dark")

    def _readable(self, name: str, theme: str) -> str:
        colour = str(self.cleaned_data[name]).lower()
        if not is_colour(colour):
            raise forms.ValidationError(_("This is not a colour. Write it like #1f5a4b."))
        if is_readable(colour, theme):
            return colour
        words = {
            "ratio": f"{accent_contrast(colour, theme):.2f}",
            "needed": f"{TEXT_CONTRAST:g}",
            "nearest": nearest_readable(colour, theme),
        }
        raise forms.ValidationError(
            _(
                "Letters of this colour are hard to read: the contrast is %(ratio)s to 1, at least %(needed)s to 1 is "
                "needed. The nearest colour that can be read is %(nearest)s."
            )
            % words
        )

    def tab_texts(self) -> dict[str, str]:
        """Return the texts of the tabs by their words."""
        return {tab.value: self.cleaned_data[f"tab_{tab}"] for tab in Tab if tab != Tab.ABOUT}


class PartnerForm(forms.Form):
    """An organisation of the network that becomes a partner."""

    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(organisation.pk, organisation.name) for organisation in organisations]


class ProgrammeForm(VersionedForm):
    """A year of the school."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = forms.DateField(label=_("First day"), widget=Day, validators=[check_year])
    ends_on = forms.DateField(label=_("Last day"), widget=Day, validators=[check_year])
    enrolment_policy = forms.ChoiceField(
        label=_("Enrolment"), choices=EnrolmentPolicy.choices, initial=EnrolmentPolicy.OPEN, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label=_("Description"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Headings, lists and links may be written in Markdown."),
    )


class CloneForm(forms.Form):
    """A new year made of a past one."""

    title = forms.CharField(label=_("Title of the new programme"), max_length=200)
    starts_on = forms.DateField(
        label=_("First day"),
        widget=Day,
        validators=[check_year],
        help_text=_("Lessons keep their weekday and hour and make way for public holidays."),
    )
    keep_speakers = forms.BooleanField(label=_("With the same speakers"), required=False, initial=True)
    keep_handouts = forms.BooleanField(label=_("With the same handouts"), required=False, initial=True)


class CycleForm(VersionedForm):
    """A cycle of lessons."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


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


class SpeakerForm(forms.Form):
    """Somebody who holds lessons."""

    name = forms.CharField(label=_("Name"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=250, required=False)
    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int, required=False, empty_value=None)
    user = forms.TypedChoiceField(
        label=_("Account"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("If the speaker is one of the people of the school."),
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], people: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("organisation", [(organisation.pk, organisation.name) for organisation in organisations])
        self._offer("user", [(person.pk, person.full_name) for person in people])

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]


class EnrolForm(forms.Form):
    """Whom to enrol: whole libraries, and people one by one."""

    library_ids = Numbers(label=_("Whole libraries"))
    user_ids = Numbers(label=_("People"))

    def __init__(self, *args: Any, people: Iterable[User], libraries: Iterable[Library], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("library_ids", [(library.pk, library.label) for library in libraries]),
            ("user_ids", [(person.pk, person_label(person)) for person in people]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            if not choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one tick."""
        chosen = super().clean() or {}
        if not any(chosen.values()):
            raise forms.ValidationError(_("Nobody is chosen yet: tick a library or a person."))
        return chosen


def person_label(person: User) -> str:
    """Return a person as lists show her: name and library."""
    return f"{person.full_name}, {person.library.label}" if person.library else person.full_name
