"""The slides of a film: stills with the seconds from which they are shown, and the file of the talk if one was given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.people.models import User
from nastavnik.video.enums import DeckFileKind, DeckState, SlideOrigin
from nastavnik.video.models.films import Video


class Deck(models.Model):
    """What is known of a film's slides as a whole; there is one from the moment that they are looked for."""

    video = models.OneToOneField(Video, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=DeckState.choices, default=DeckState.WAITING)
    # of the film's source in which they were found: another source is looked through anew
    source_mark = models.CharField(max_length=80, blank=True)
    # a person merged, removed, moved or named one: nothing is found anew unless she asks for it
    is_edited = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    # the talk's own file, relative to the data folder
    file_path = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(_("file of the talk"), max_length=255, blank=True)
    file_kind = models.CharField(max_length=10, choices=DeckFileKind.choices, blank=True)
    # it was no file that we can read; the methodist is told
    is_file_unreadable = models.BooleanField(default=False)
    # of each page: {"title", "text", "picture", "box"}; the sharp pictures lie beside the stills, as theirs do (see `Slide.still`)
    pages = models.JSONField(default=list, blank=True)
    # the sound for a thin link, beside the stills: `<thin>.m3u8`, `<thin>.m4s`; empty without one
    thin = models.CharField(max_length=40, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("slides of a film")

    def __str__(self) -> str:
        return f"slides of {self.video_id}"


class Slide(models.Model):
    """A slide from `seconds` on, until the next one begins."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="+")
    seconds = models.FloatField()
    origin = models.CharField(max_length=10, choices=SlideOrigin.choices, default=SlideOrigin.FOUND)
    # the files `<still>-1280.webp` and `<still>-640.webp` of the film's slides
    still = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    # of the talk's file, from 1
    page = models.PositiveSmallIntegerField(null=True, blank=True)
    # the earlier slide that the speaker went back to
    repeats = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("slide")
        constraints = (
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="slide_not_negative"),
            models.UniqueConstraint(fields=["video", "seconds"], name="slide_once_at_a_time"),
        )

    def __str__(self) -> str:
        return self.title or f"{self.video_id} at {self.seconds}"


class DeckVersion(models.Model):
    """The slides of a film as they stood before a person changed them; they can be brought back."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="+")
    # of the deck then
    number = models.PositiveIntegerField()
    # what was done to it, in the words of the journal
    verb = models.CharField(max_length=60)
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    # the fields of each slide (`video.slides.deck.Slide`)
    slides = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["video", "number"], name="deck_version_once"),)

    def __str__(self) -> str:
        return f"{self.number} of {self.video_id}"
