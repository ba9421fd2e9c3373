"""What the methodist does to the slides of a film: saved at once, each change with the state before it, so that it can be taken back.

`version` is of the deck that she saw; who changes slides that somebody else changed meanwhile is told (`SlidesChanged`).
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.video import tasks
from nastavnik.video.enums import DeckState
from nastavnik.video.models import Deck, DeckVersion, Video
from nastavnik.video.permissions import can_edit_video
from nastavnik.video.services.slides import rows
from nastavnik.video.slides import deck as lists

MOST_VERSIONS = 50
# Forms write hundredths of a second.
SAME_SECOND = 0.011
Change = Callable[[lists.Slides], lists.Slides]


class SlidesChanged(Refusal):
    """The slides are not those that the person saw."""

    message = _("The slides were changed meanwhile. Nothing was done; look at them as they are now and try again.")


class SecondTaken(Refusal):
    """Another slide begins at this second."""

    message = _("A slide begins at this second already. Nothing was changed: choose another second.")


class NotInFilm(Refusal):
    """The second lies after the film's end."""

    message = _("The film is shorter than that. Nothing was changed: choose a second within it.")


class NothingBefore(Refusal):
    """There is no earlier state to go back to."""

    message = _("This change cannot be taken back any more.")


def locked_deck(actor: Actor, video_id: int) -> Deck:
    """Return the deck of a film that `actor` may change, locked; it is made where there was none."""
    video = Video.objects.select_for_update(of=("self",)).select_related("school").get(pk=video_id)
    if not can_edit_video(actor, video):
        raise PermissionDenied
    Deck.objects.get_or_create(video=video)
    deck = Deck.objects.select_for_update().get(video=video)
    deck.video = video
    return deck


def _change(*, actor: Actor, video_id: int, version: int, verb: str, change: Change, now: datetime) -> int:
    """Change the slides; return the version before, to which one can go back."""
    deck = locked_deck(actor, video_id)
    if deck.version != version:
        raise SlidesChanged
    before = rows.load(video_id)
    try:
        after = change(before)
    except lists.NoSuchSlide as error:
        raise SlidesChanged from error
    except lists.PlaceTaken as error:
        raise SecondTaken from error
    keep_version(deck, actor, verb, before, now)
    deck.is_edited, deck.failures = True, 0
    # what could not be found is found now: stills are taken again
    deck.state = DeckState.FOUND if deck.state == DeckState.FAILED else deck.state
    deck.save(update_fields=["is_edited", "failures", "state"])
    rows.keep(deck, after)
    if any(not slide.still for slide in after):
        tasks.take_stills.enqueue(video_id)
    return version


def keep_version(deck: Deck, actor: Actor | None, verb: str, slides: lists.Slides, now: datetime) -> None:
    """Keep the slides as they stood before something was done to them, and write that into the journal."""
    DeckVersion.objects.create(
        video_id=deck.video_id,
        number=deck.version,
        verb=verb,
        author=actor if isinstance(actor, User) else None,
        created_at=now,
        slides=[slide.to_json() for slide in slides],
    )
    DeckVersion.objects.filter(video_id=deck.video_id, number__lte=deck.version - MOST_VERSIONS).delete()
    journal.record(actor=actor, verb=verb, subject=deck.video, now=now)


def _checked(video_id: int, seconds: float) -> float:
    """Return a second as slides keep it. Raises `NotInFilm`."""
    duration = Video.objects.values_list("duration_seconds", flat=True).get(pk=video_id)
    if duration is not None and seconds >= duration:
        raise NotInFilm
    return round(seconds, 2)


@transaction.atomic
def merge_slide(*, actor: Actor, video_id: int, version: int, seconds: float, now: datetime) -> int:
    """Let the slide be a step of the one before it. Raises `SlidesChanged`, as all of these."""

    def change(slides: lists.Slides) -> lists.Slides:
        return lists.merge(slides, seconds)

    return _change(actor=actor, video_id=video_id, version=version, verb="slide merged", change=change, now=now)


@transaction.atomic
def remove_slide(*, actor: Actor, video_id: int, version: int, seconds: float, now: datetime) -> int:
    """Take a slide away; the one before it goes on."""

    def change(slides: lists.Slides) -> lists.Slides:
        return lists.remove(slides, seconds)

    return _change(actor=actor, video_id=video_id, version=version, verb="slide removed", change=change, now=now)


@transaction.atomic
def change_slide(
    *,
    actor: Actor,
    video_id: int,
    version: int,
    at: float,
    seconds: float,
    title: str,
    page: int | None,
    now: datetime,
) -> int:
    """Let the slide that begins `at` begin at `seconds`, with a title, showing a page of the talk's file (None: none of them).

    Raises `SecondTaken`, `NotInFilm` too; a page that is not there is `SlidesChanged`.
    """
    target, pages = _checked(video_id, seconds), locked_deck(actor, video_id).pages
    if page is not None and page > len(pages):
        raise SlidesChanged

    def change(slides: lists.Slides) -> lists.Slides:
        old = lists.slide_at(slides, at)
        if page != old.page:
            told = pages[page - 1] if page is not None else {"title": "", "text": ""}
            slides = lists.set_page(slides, at, page, told["title"] if title == old.title else title, told["text"])
        elif title != old.title:
            slides = lists.rename(slides, at, title)
        return slides if abs(target - old.seconds) < SAME_SECOND else lists.move(slides, at, target)

    return _change(actor=actor, video_id=video_id, version=version, verb="slide changed", change=change, now=now)


@transaction.atomic
def add_slide(*, actor: Actor, video_id: int, version: int, seconds: float, title: str, now: datetime) -> int:
    """Add a slide that begins at a second. Raises `SecondTaken`, `NotInFilm` too."""
    place = _checked(video_id, seconds)

    def change(slides: lists.Slides) -> lists.Slides:
        return lists.add(slides, place, title)

    return _change(actor=actor, video_id=video_id, version=version, verb="slide added", change=change, now=now)


@transaction.atomic
def undo_slides(*, actor: Actor, video_id: int, version: int, now: datetime) -> int:
    """Bring back the slides as they stood at `version`, if nothing was done to them since but the one change after it.

    That can be taken back in turn. Raises `NothingBefore`.
    """
    deck = locked_deck(actor, video_id)
    kept = DeckVersion.objects.filter(video_id=video_id, number=version).first()
    later = DeckVersion.objects.filter(video_id=video_id, number__gt=version).exists()
    if kept is None or later:
        raise NothingBefore

    def change(now_there: lists.Slides) -> lists.Slides:
        then = tuple(lists.Slide(**slide) for slide in kept.slides)
        # those that waited for their stills may have them by now
        waited = {slide.seconds for slide in then if not slide.still}
        return rows.with_stills(then, {slide.seconds: slide.still for slide in now_there if slide.seconds in waited})

    return _change(
        actor=actor, video_id=video_id, version=deck.version, verb="slides brought back", change=change, now=now
    )


@transaction.atomic
def look_anew(*, actor: Actor, video_id: int, version: int, now: datetime) -> int:
    """Look for the slides once more; what was done by hand gives way to what is found, and can be brought back."""
    deck = locked_deck(actor, video_id)
    if deck.version != version:
        raise SlidesChanged
    keep_version(deck, actor, "slides looked for anew", rows.load(video_id), now)
    deck.state, deck.is_edited, deck.failures, deck.version = DeckState.WAITING, False, 0, version + 1
    deck.save(update_fields=["state", "is_edited", "failures", "version"])
    tasks.make_slides.enqueue(video_id)
    return version
