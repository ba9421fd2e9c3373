"""Work in the background: ids in, one service call each, safe to run twice."""

from django_tasks import task

from nastavnik.core import clock


@task(queue_name="video")
def prepare_video(video_id: int) -> None:
    """Take a film through the steps of processing that are not done yet."""
    from nastavnik.video.services import processing  # noqa: PLC0415 -- services enqueue this very task

    processing.prepare(video_id=video_id, clock=clock.now)
