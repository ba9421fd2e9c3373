"""From the rows of a film's slides to the list that `video.slides.deck` works on, and back."""

from dataclasses import replace

from nastavnik.core.events import publish
from nastavnik.video.events import VideoSlidesChanged
from nastavnik.video.models import Deck, Slide
from nastavnik.video.slides import deck as lists


def load(video_id: int) -> lists.Slides:
    """Return the slides of a film in their order."""
    rows = list(Slide.objects.filter(video_id=video_id).order_by("seconds"))
    begins = {row.pk: row.seconds for row in rows}
    return tuple(
        lists.Slide(
            seconds=row.seconds,
            origin=row.origin,
            still=row.still,
            title=row.title,
            text=row.text,
            page=row.page,
            repeats=begins.get(row.repeats_id or 0),
        )
        for row in rows
    )


def keep(deck: Deck, slides: lists.Slides, *, is_other_version: bool = True) -> None:
    """Let the film of a locked deck have these slides and no others. What did not change is not written, so that rows live on.

    Whoever works on the slides need not know of stills that were taken and letters that were read: that is no other version.
    """
    before = {slide.seconds: slide for slide in load(deck.video_id)}
    after = {slide.seconds: slide for slide in slides}
    gone = [seconds for seconds in before if seconds not in after]
    Slide.objects.filter(video_id=deck.video_id, seconds__in=gone).delete()
    for seconds, slide in after.items():
        if before.get(seconds) != slide:
            _write(deck.video_id, slide)
    _tie(deck.video_id, slides)
    deck.version += is_other_version
    deck.save(update_fields=["version"])
    publish(VideoSlidesChanged(video_id=deck.video_id))


def _write(video_id: int, slide: lists.Slide) -> None:
    told = {name: value for name, value in slide.to_json().items() if name not in ("seconds", "repeats")}
    Slide.objects.update_or_create(video_id=video_id, seconds=slide.seconds, defaults=told)


def _tie(video_id: int, slides: lists.Slides) -> None:
    """Tie those that repeat an earlier slide to its row."""
    rows = {row.seconds: row for row in Slide.objects.filter(video_id=video_id)}
    for slide in slides:
        row = rows[slide.seconds]
        repeats = rows[slide.repeats].pk if slide.repeats is not None else None
        if row.repeats_id != repeats:
            Slide.objects.filter(pk=row.pk).update(repeats=repeats)


def with_stills(slides: lists.Slides, stills: dict[float, str]) -> lists.Slides:
    """Return the slides with the stills that were taken for their seconds."""
    return tuple(replace(slide, still=stills.get(slide.seconds, slide.still)) for slide in slides)
