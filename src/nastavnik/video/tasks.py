"""Work in the background: ids in, one service call each, safe to run twice.

The services are imported inside: they enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


# Before letters and cleaning: somebody looks at a progress bar and waits.
@task(queue_name="default", priority=10)
def open_video(video_id: int) -> None:
    """Make a film that can be copied watchable within seconds, even while the qualities of others are being made."""
    from nastavnik.video.services import processing  # noqa: PLC0415 -- see above

    if processing.open_quickly(video_id=video_id, clock=clock.now):
        prepare_video.enqueue(video_id)


@task(queue_name="video")
def prepare_video(video_id: int) -> None:
    """Take a film through the steps of processing that are not done yet."""
    from nastavnik.video.services import processing  # noqa: PLC0415 -- see above

    processing.prepare(video_id=video_id, clock=clock.now)


# After films that wait to be watched: words come when nothing else is to be done.
@task(queue_name="video", priority=-10)
def recognise_transcript(transcript_id: int) -> None:
    """Recognise what is said in a film, from where it was left."""
    from nastavnik.video.services import recognition  # noqa: PLC0415 -- see above

    recognition.recognise(transcript_id=transcript_id, clock=clock.now)


@task(queue_name="video", priority=-5)
def align_transcript(transcript_id: int) -> None:
    """Bring the phrases of a text without times to the pauses of the speech."""
    from nastavnik.video.services import listening  # noqa: PLC0415 -- see above

    listening.align(transcript_id=transcript_id, clock=clock.now)


@task(queue_name="video", priority=-5)
def listen_to_video(video_id: int) -> None:
    """Take down how loud a film is: the wave of the editor, and the pauses of its speech."""
    from nastavnik.video.services import listening  # noqa: PLC0415 -- see above

    listening.listen(video_id=video_id)


# Somebody waits for it, though not before a page: it is copied and not encoded.
@task(queue_name="video")
def make_takeaway(takeaway_id: int) -> None:
    """Make the file of a film to take away."""
    from nastavnik.video.services import takeaway  # noqa: PLC0415 -- see above

    takeaway.make(takeaway_id=takeaway_id, clock=clock.now)


@every(minutes=5)
@task(queue_name="default")
def look_after_takeaways() -> None:
    """Find files to take away that nobody makes; delete those that were made days ago."""
    from nastavnik.video.services import takeaway  # noqa: PLC0415 -- see above

    takeaway.requeue_stuck(now=clock.now())
    takeaway.delete_old(now=clock.now())


@task(queue_name="video", priority=-5)
def make_sound_file(video_id: int) -> None:
    """Make the sound of a film one file for podcasts: it is copied and not encoded."""
    from nastavnik.video.services import sound_files  # noqa: PLC0415 -- see above

    sound_files.make_sound_file(video_id=video_id, now=clock.now())


@every(minutes=10)
@task(queue_name="default")
def look_for_sounds() -> None:
    """Find films for everybody whose sound is not one file yet: new ones, replaced ones, those that were opened."""
    from nastavnik.video.services import sound_files  # noqa: PLC0415 -- see above

    sound_files.request_missing()


# Nobody waits for them: the film plays already.
@task(queue_name="video", priority=-5)
def make_slides(video_id: int) -> None:
    """Look for the slides of a film, take their stills, make the sound that is played with them."""
    from nastavnik.video.services import slides  # noqa: PLC0415 -- see above

    slides.make_slides(video_id=video_id, clock=clock.now)


@task(queue_name="default")
def take_stills(video_id: int) -> None:
    """Take the stills of slides that a person has added or moved: she waits for them."""
    from nastavnik.video.services import slides  # noqa: PLC0415 -- see above

    slides.make_slides(video_id=video_id, clock=clock.now)


@task(queue_name="default")
def read_talk(video_id: int) -> None:
    """Read the file of a film's talk."""
    from nastavnik.video.services import slides  # noqa: PLC0415 -- see above

    slides.read_talk(video_id=video_id, now=clock.now())


@task(queue_name="default")
def refind_moments(video_id: int) -> None:
    """Look for the moments of a film in its words as they are now."""
    from nastavnik.video.services import refinding  # noqa: PLC0415 -- see above

    refinding.refind_moments(video_id=video_id, now=clock.now())


@every(hours=1)
@task(queue_name="default")
def look_after_moments() -> None:
    """Look for moments of which nobody told that their words changed; forget removed ones."""
    from nastavnik.video.services import collections, refinding  # noqa: PLC0415 -- see above

    refinding.requeue_unchecked(now=clock.now())
    collections.sweep_lists(now=clock.now())


@every(minutes=5)
@task(queue_name="default")
def requeue_slides() -> None:
    """Find films whose slides nobody looks for."""
    from nastavnik.video.services import slides  # noqa: PLC0415 -- see above

    slides.requeue_slides(now=clock.now())


@every(minutes=2)
@task(queue_name="default")
def requeue_stuck_videos() -> None:
    """Find films in work that no task works on."""
    from nastavnik.video.services import sweeps  # noqa: PLC0415 -- see above

    sweeps.requeue_stuck_videos(now=clock.now())


@every(minutes=2)
@task(queue_name="default")
def requeue_stuck_words() -> None:
    """Find transcripts that wait while no task works on them."""
    from nastavnik.video.services import word_sweeps  # noqa: PLC0415 -- see above

    word_sweeps.requeue_stuck_words(now=clock.now())


@every(hours=24)
@task(queue_name="default")
def sweep_words() -> None:
    """Delete the scratch that killed recognitions left."""
    from nastavnik.video.services import word_sweeps  # noqa: PLC0415 -- see above

    word_sweeps.clear_old_scratch(now=clock.now())


@every(hours=1)
@task(queue_name="default")
def sweep_videos() -> None:
    """Delete what nobody watches, brings or brings back any more."""
    from nastavnik.video.services import sweeps  # noqa: PLC0415 -- see above

    sweeps.sweep(now=clock.now())
