"""An open room in the running school: a lesson that begins now, and its broadcast, which is not on air yet."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.school import ROOT, RunningSchool

SLUG = "room-for-a-journey"
OPEN = f"""
from nastavnik.core.clock import now
from nastavnik.live.models import Room
from nastavnik.live.services.broadcasts import plan_broadcast
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Cycle, Lesson
cycle = Cycle.objects.filter(programme__is_public=True).order_by("pk").first()
lesson = Lesson.objects.create(
    cycle=cycle, school=cycle.programme.school, slug="{SLUG}", title="Разговор у одного экрана", number=99,
    state=LessonState.ANNOUNCED, starts_at=now(),
)
broadcast = plan_broadcast(actor=SYSTEM, lesson_id=lesson.pk, now=now())
Room.objects.filter(broadcast=broadcast).update(are_guests_allowed=True)
"""
CLOSE = f"""
from nastavnik.programme.models import Lesson
Lesson.objects.filter(slug="{SLUG}").delete()
"""


@contextmanager
def open_room(school: RunningSchool) -> Iterator[str]:
    """Open a room, and take it and its lesson away again; return the address of the lesson."""
    do_inside(school, OPEN)
    try:
        yield f"/lessons/{SLUG}/"
    finally:
        do_inside(school, CLOSE)


def do_inside(school: RunningSchool, code: str) -> None:
    """Run code with the school's own settings and rows."""
    environ = {**os.environ, "NASTAVNIK_DATA": str(school.data), "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings"}
    whole = f"import django\ndjango.setup()\n{code}"
    subprocess.run([sys.executable, "-c", whole], env=environ, cwd=ROOT / "src", check=True)
