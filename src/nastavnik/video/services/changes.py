"""What the form of a film changes at once."""

from datetime import datetime

from django.db import transaction

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson
from nastavnik.video.enums import Access
from nastavnik.video.models import Video
from nastavnik.video.services.videos import change_access, move_video, rename_video


@transaction.atomic
def change_video(
    *, actor: Actor, video_id: int, title: str, access: Access, lesson_id: int | None, now: datetime
) -> None:
    """Change what differs of the title, who may watch and the lesson (None: the shelf)."""
    video = Video.objects.get(pk=video_id)
    if title != video.title:
        rename_video(actor=actor, video_id=video_id, title=title, now=now)
    if access != video.access:
        change_access(actor=actor, video_id=video_id, access=access, now=now)
    if lesson_id != video.lesson_id:
        lesson = Lesson.objects.get(pk=lesson_id) if lesson_id is not None else None
        move_video(actor=actor, video_id=video_id, lesson=lesson, now=now)
