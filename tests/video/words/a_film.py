"""Run in a process of its own with a data folder: makes a school with an English film to be recognised, or recognises it."""

import shutil
import sys
from pathlib import Path

import pocketsphinx
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from tests.video.factories import VideoFactory

from nastavnik.core import clock
from nastavnik.people.permissions import SYSTEM
from nastavnik.video import services
from nastavnik.video.services import recognition
from nastavnik.video.speech.models import add_folder


def make(film: str) -> None:
    call_command("migrate", verbosity=0)
    folder = Path(pocketsphinx.get_model_path())
    add_folder(Path(settings.SPEECH_MODELS), folder, name="english", language="en", is_linked=True)
    video = VideoFactory(ready=True, duration_seconds=47.0, source_path="originals/film/talk.mp4")
    path = Path(settings.DATA_DIR) / video.source_path
    path.parent.mkdir(parents=True)
    shutil.copyfile(film, path)
    transcript = services.request_recognition(actor=SYSTEM, video_id=video.pk, language="en", now=timezone.now())
    sys.stdout.write(str(transcript.pk))


def recognise(transcript_id: int) -> None:
    recognition.recognise(transcript_id=transcript_id, clock=clock.now)
