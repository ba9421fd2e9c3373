"""A broadcast that ended: two stretches of a talk with a hole of six seconds between them, in pieces as nodes make them."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from tests.live.factories import BroadcastFactory, PartFactory
from tests.live.packaging.sending import Sent
from tests.live.recordings import talks
from tests.live.room.factories import QuestionFactory, RoomFactory
from tests.programme.conftest import heard  # noqa: F401 -- a fixture of ours too
from tests.programme.factories import LessonFactory

from nastavnik.live.enums import BroadcastState, EndReason
from nastavnik.live.models import Broadcast
from nastavnik.live.services import recordings
from nastavnik.people.permissions import SYSTEM
from nastavnik.video.enums import Access
from nastavnik.video.services import RecordingFacts, begin_recording, store

NOON = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_store(settings, _own_files):
    """Let the storage of films follow the folder of this test: Django keeps the first one it made."""
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture(scope="session")
def pieces(tmp_path_factory):
    """The folder of the build, and its qualities."""
    folder = tmp_path_factory.mktemp("pieces")
    for number, source in enumerate(talks.parts(), 1):
        sent = Sent(source, folder, part=number)
        sent.whole()
    return folder / "build", tuple(sent.made)


@pytest.fixture
def broadcast(school):
    """Over, and nothing of it is handed over yet."""
    lesson = LessonFactory(cycle__programme__school=school, held=True)
    video = begin_recording(actor=SYSTEM, lesson=lesson, title="Эфир", access=Access.OPEN, now=NOON)
    broadcast = BroadcastFactory(
        lesson=lesson,
        state=BroadcastState.ENDED,
        live_at=NOON,
        ended_at=NOON + timedelta(minutes=1),
        ended_because=EndReason.DESK,
        video=video,
    )
    offset = 0.0
    for number, (begin, seconds) in enumerate(talks.STRETCHES, 1):
        began_at = NOON + timedelta(seconds=begin)
        PartFactory(
            broadcast=broadcast, number=number, started_at=began_at, offset_seconds=offset, duration_seconds=seconds
        )
        offset += seconds
    return broadcast


@pytest.fixture
def question(broadcast):
    """Asks a question that is answered at a second of the talk."""
    room = RoomFactory(broadcast=broadcast)

    def ask(text, second):
        return QuestionFactory(room=room, text=text, answering_at=NOON + timedelta(seconds=second))

    return ask


@pytest.fixture
def finished(broadcast, pieces):
    """Handed over: its pieces are the lesson's film."""
    folder, made = pieces
    video = broadcast.video
    shutil.copytree(folder, store.media_root() / video.token / video.build)
    facts = RecordingFacts(talks.RECORDED_SECONDS, 320, 180, True, made)
    recordings.finish(broadcast_id=broadcast.pk, facts=facts, now=NOON + timedelta(minutes=1))
    return Broadcast.objects.get(pk=broadcast.pk)
