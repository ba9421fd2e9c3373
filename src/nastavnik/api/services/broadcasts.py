"""Broadcasts as programs plan and change them, with the rights of the key's owner."""

from datetime import datetime

from nastavnik.api.selectors.shapes.staff import BroadcastChanges
from nastavnik.live.selectors.desk import broadcast_to_run
from nastavnik.live.services.broadcasts import change_broadcast, plan_broadcast
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.selectors.board import lesson_at_desk
from nastavnik.video.enums import Access


def plan(*, actor: User, school: School, lesson: str, now: datetime) -> str:
    """Plan the broadcast of a lesson; return its token, also of one that there is. Raises `Lesson.DoesNotExist`."""
    return plan_broadcast(actor=actor, lesson_id=lesson_at_desk(actor, school, lesson).pk, now=now).token


def change(*, actor: User, school: School, token: str, changes: BroadcastChanges, now: datetime) -> None:
    """Change what is named. Raises `Broadcast.DoesNotExist` and what `change_broadcast` does."""
    named = changes.named()
    if "access" in named:
        named["access"] = Access(named["access"])
    change_broadcast(actor=actor, broadcast_id=broadcast_to_run(actor, school, token).pk, now=now, **named)
