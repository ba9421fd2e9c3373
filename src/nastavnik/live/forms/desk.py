"""Forms of the desk of broadcasts: the lesson of a new one, settings, stream keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.programme.selectors import LessonCard
from nastavnik.video.enums import Access

# A broadcast is watched on its lesson's page: a link of its own has only its recording.
AIR_CHOICES = [choice for choice in Access.choices if choice[0] != Access.LINK]
LEAST_ABANDON_MINUTES, MOST_ABANDON_MINUTES = 5, 240


class PlanForm(forms.Form):
    """The lesson that gets a broadcast, by its uid; the cleaned value is its id."""

    def __init__(self, *args: Any, lessons: list[LessonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = {lesson.uid: lesson.id for lesson in lessons}
        self.fields["lesson"] = forms.TypedChoiceField(
            label=_("Lesson"),
            choices=[(lesson.uid, lesson.title) for lesson in lessons],
            coerce=lambda uid: ids[uid],
        )


class SettingsForm(forms.Form):
    """How a broadcast is shown, and when it ends by itself."""

    access = forms.TypedChoiceField(label=_("Who may watch"), choices=AIR_CHOICES, coerce=Access)
    is_low_latency = forms.BooleanField(
        label=_("Show it with the least delay"),
        required=False,
        help_text=_("Two or three seconds instead of six. On slow links the picture stops more often."),
    )
    wants_lower_quality = forms.BooleanField(
        label=_("Make a lower quality for slow links"),
        required=False,
        help_text=_("If this machine can bear it; the desk says when it cannot. Sound alone is there in any case."),
    )
    abandon_minutes = forms.IntegerField(
        label=_("End it by itself when nothing was sent for, minutes"),
        min_value=LEAST_ABANDON_MINUTES,
        max_value=MOST_ABANDON_MINUTES,
        help_text=_("Never sooner: after a broken connection or a power cut the broadcast goes on."),
    )


class KeyForm(forms.Form):
    """A new stream key."""

    label = forms.CharField(
        label=_("Whose it is"),
        max_length=80,
        help_text=_("As the desk will call this sender: “Camera in the hall”, “Anna’s laptop”."),
    )


class MeasuresForm(forms.Form):
    """What a browser measured before air; what it could not is left out."""

    sound_db = forms.FloatField(required=False, min_value=-200, max_value=20)
    brightness = forms.FloatField(required=False, min_value=0, max_value=255)
    spread = forms.FloatField(required=False, min_value=0, max_value=255)
    upload_bits = forms.FloatField(required=False, min_value=0, max_value=1e12)

    def told(self) -> dict[str, float]:
        """Return the measures that were sent and make sense."""
        known = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in known.items() if value is not None}
