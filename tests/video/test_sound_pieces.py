"""Pieces of a film's sound: cut out of a real film, in a folder whose address opens nothing else."""

import av
import pytest
from django.utils import timezone
from tests.video import films
from tests.video.factories import RenditionFactory, VideoFactory
from tests.video.talking import ask

from nastavnik.video.asgi.media import media
from nastavnik.video.enums import RenditionKind
from nastavnik.video.ffmpeg import remux
from nastavnik.video.ffmpeg.probe import probe
from nastavnik.video.selectors.media import signed_file
from nastavnik.video.services import store
from nastavnik.video.services.sound_pieces import SoundPiece, delete_pieces, publish_pieces

pytestmark = pytest.mark.django_db
PIECES = [SoundPiece("7", 0.5, 1.5), SoundPiece("90", 1.0, 3.0)]


@pytest.fixture
def film():
    video = VideoFactory(ready=True, duration_seconds=films.SECONDS)
    RenditionFactory(video=video, name="sound", kind=RenditionKind.SOUND, width=None, height=None)
    (store.media_root() / video.token / video.build).mkdir(parents=True)
    return video


def test_pieces_last_as_long_as_asked_and_open_nothing_else(film, tmp_path):
    path = films.lecture()
    build = store.media_root() / film.token / film.build
    remux.copy_into_hls(path, probe(path, work_dir=tmp_path), build)

    # it was read before the film was made
    film.build = "earlier"
    folder = publish_pieces(film, PIECES)

    for piece in PIECES:
        with av.open(store.media_root() / film.token / folder / f"{piece.name}.m4a") as opened:
            assert [stream.type for stream in opened.streams] == ["audio"]
            assert abs(opened.duration / 1e6 - (piece.end_seconds - piece.seconds)) < 0.1
    address = signed_file(film.token, folder, "7.m4a", timezone.now())
    assert ask(media, "GET", address, {}).status == 200
    assert ask(media, "GET", address.replace(f"/{folder}/7.m4a", f"/{film.build}/sound.m4s"), {}).status == 403
    assert not any(store.work_dir(film.token).iterdir())
    delete_pieces(film.token, folder)
    assert ask(media, "GET", address, {}).status == 404


def test_what_may_be_there_the_next_time_is_raised(film):
    with pytest.raises(FileNotFoundError):
        publish_pieces(film, PIECES)
    assert not any(store.work_dir(film.token).iterdir())


def test_film_without_sound_has_no_pieces(film):
    assert publish_pieces(film, []) == ""
    film.renditions.all().delete()
    assert publish_pieces(film, PIECES) == ""
