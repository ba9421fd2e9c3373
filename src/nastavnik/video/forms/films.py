"""Forms of the films themselves: the shape of what is typed and of what a player says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nastavnik.programme.selectors import LessonCard
from nastavnik.video.enums import Access

ACCEPTED_TYPES = "video/*,audio/*,.mkv,.avi,.mts,.m2ts,.flv"


class LessonField(forms.TypedChoiceField):
    """A lesson of the school by its uid, grouped by cycle, or none: the shelf. The cleaned value is a lesson's id."""

    def __init__(self, *, lessons: list[LessonCard], **kwargs: Any) -> None:
        self.ids = {lesson.uid: lesson.id for lesson in lessons}
        super().__init__(
            label=_("Lesson"),
            required=False,
            choices=[("", _("No lesson: on the shelf of the desk")), *_by_cycle(lessons)],
            coerce=lambda uid: self.ids[uid],
            empty_value=None,
            **kwargs,
        )


def _by_cycle(lessons: list[LessonCard]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for lesson in lessons:
        cycle = f"{lesson.mark[0]}. {lesson.cycle_title}"
        groups.setdefault(cycle, []).append((lesson.uid, f"{lesson.mark[1]} · {lesson.title}"))
    return list(groups.items())


class PlainUploadForm(forms.Form):
    """A film sent by the form itself; scripts send the file by pieces and only the lesson by this form."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Video: MP4, MOV, MKV, WebM, AVI, MPEG. Sound alone: MP3, M4A, WAV, OGG."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
    )


class UploadForm(PlainUploadForm):
    """A new film and its lesson."""

    field_order = ("lesson", "file")

    def __init__(self, *args: Any, lessons: list[LessonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"] = LessonField(lessons=lessons)
        self.order_fields(self.field_order)


class BeginUploadForm(forms.Form):
    """What a script says before it sends a film by pieces; `length` in bytes."""

    name = forms.CharField(max_length=1000)
    length = forms.IntegerField(min_value=0)
    replaces = forms.SlugField(required=False)

    def __init__(self, *args: Any, lessons: list[LessonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"] = LessonField(lessons=lessons)

    def upload(self) -> dict[str, Any]:
        """Return what was announced in the words of `services.begin`."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "length": said["length"],
            "lesson_id": said["lesson"],
            "replaces_token": said["replaces"],
        }


class FilmForm(forms.Form):
    """What a methodist says about a film."""

    title = forms.CharField(label=_("Title"), max_length=250)
    access = forms.TypedChoiceField(label=_("Who may watch"), choices=Access.choices, coerce=Access)
    field_order = ("title", "lesson", "access")

    def __init__(self, *args: Any, lessons: list[LessonCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"] = LessonField(lessons=lessons)
        self.order_fields(self.field_order)

    def change(self) -> dict[str, Any]:
        """Return what was typed in the words of `services.change_video`."""
        typed = self.cleaned_data
        return {"title": typed["title"], "access": typed["access"], "lesson_id": typed["lesson"]}


class PositionForm(forms.Form):
    """Where a viewer is in a film, in seconds."""

    seconds = forms.FloatField(min_value=0)
