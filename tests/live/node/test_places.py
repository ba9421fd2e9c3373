"""Where a node keeps what it takes in, with a folder and with a bucket."""

import os

import pytest
from tests.fakes.bucket import Bucket
from tests.live.node.here import HereRecords, ran, wish_of

from nastavnik.core import clock
from nastavnik.live.ingest import places
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.models import Broadcast
from nastavnik.people.permissions import SYSTEM
from nastavnik.video.enums import Access
from nastavnik.video.services import begin_recording

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def wish(broadcast, now):
    lesson = broadcast.lesson
    video = begin_recording(actor=SYSTEM, lesson=lesson, title="Эфир", access=Access.OPEN, now=now)
    Broadcast.objects.update(video=video)
    return wish_of(broadcast)


@pytest.fixture
def bucket(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.fakes.bucket.Bucket"}}
    Bucket.contents = {}
    yield Bucket.contents
    Bucket.contents = {}


def test_pieces_lie_where_viewers_load_them(wish, settings):
    assert places.build_of(wish) == settings.MEDIA_ROOT / wish.folder
    assert places.home_of(wish.token) == settings.DATA_DIR / "live" / wish.token
    assert places.preview_of(wish.token) == settings.MEDIA_ROOT / wish.token / "preview"
    assert places.mirror_of(wish) is None
    assert places.preview_mirror(wish.token) is None


def test_nothing_is_fetched_where_the_folder_is_shared(wish):
    places.fetch(wish)

    assert not places.build_of(wish).exists()


def test_preview_is_forgotten_whole(wish):
    folder = places.preview_of(wish.token)
    folder.mkdir(parents=True)
    (folder / "live-master.m3u8").write_text("#EXTM3U")

    places.forget_preview(wish.token)
    places.forget_preview(wish.token)

    assert not folder.parent.exists()


def test_forget_leaves_the_pieces(wish):
    home, build = places.home_of(wish.token), places.build_of(wish)
    for folder in (home, build):
        folder.mkdir(parents=True)

    places.forget(wish)
    places.forget(wish)

    assert (home.exists(), build.exists()) == (False, True)


def test_forget_leaves_no_preview(wish):
    places.preview_of(wish.token).mkdir(parents=True)

    places.forget(wish)

    assert not places.preview_of(wish.token).exists()


def test_what_a_killed_node_left_is_swept_when_it_is_old_and_needed_no_more(wish, settings):
    for name in ("needed", "new", "old"):
        (places.home_of(name)).mkdir(parents=True)
        (places.home_of(name) / "preview.webm").write_text("")
        places.preview_of(name).mkdir(parents=True)
    for name in ("needed", "old"):
        os.utime(places.home_of(name), (0, 0))

    places.sweep({"needed"})

    assert sorted(path.name for path in (settings.DATA_DIR / "live").iterdir()) == ["needed", "new"]
    assert [name for name in ("needed", "new", "old") if places.preview_of(name).exists()] == ["needed", "new"]


def test_sweep_finds_nothing_in_a_new_school(settings):
    places.sweep(set())


def test_journals_are_found_in_the_order_of_their_numbers(wish):
    home = places.home_of(wish.token)
    home.mkdir(parents=True)
    for name in ("part-10.webm", "part-2.flv", "part-2.chunks", "part-1.session", "part-x.flv", "preview.flv"):
        (home / name).write_text("")

    assert [(number, path.name) for number, path in places.journals_in(home)] == [
        (2, "part-2.flv"),
        (10, "part-10.webm"),
    ]
    assert places.journals_in(home / "nothing") == []


def test_time_of_a_journal_is_that_of_its_last_byte(tmp_path):
    path = tmp_path / "part-1.flv"
    path.write_text("")
    os.utime(path, (100.0, 200.0))

    assert places.written_at(path) == 200.0


def test_recording_of_nothing_is_handed_over_as_none(wish, broadcast):
    end(broadcast)

    ran(places.finish(LiveBuild(places.build_of(wish)), None, broadcast.pk, HereRecords()))

    broadcast.refresh_from_db()
    assert broadcast.finished_at is not None


def end(broadcast) -> None:
    Broadcast.objects.update(state="ended", live_at=clock.now(), ended_at=clock.now(), ended_because="desk")


# --- with a bucket ----------------------------------------------------------------------------------------------------


def test_node_keeps_its_own_copy_beside_a_bucket(bucket, wish, settings):
    assert places.build_of(wish) == settings.DATA_DIR / "live" / wish.folder
    assert places.preview_of(wish.token) == places.home_of(wish.token) / "preview"


def test_another_node_fetches_what_is_in_the_bucket_once(bucket, wish):
    bucket[f"{wish.folder}/main-000001.m4s"] = b"piece"
    bucket[f"{wish.folder}/live-main.m3u8"] = b"#EXTM3U"
    bucket["another/film/main-000001.m4s"] = b"other"

    places.fetch(wish)
    bucket[f"{wish.folder}/main-000002.m4s"] = b"too late"
    places.fetch(wish)

    kept = {path.name: path.read_bytes() for path in places.build_of(wish).iterdir()}
    assert kept == {"main-000001.m4s": b"piece", "live-main.m3u8": b"#EXTM3U"}


def test_nothing_of_a_broadcast_is_kept_beside_the_bucket_when_it_is_over(bucket, wish):
    for folder in (places.home_of(wish.token), places.build_of(wish)):
        folder.mkdir(parents=True)

    places.forget(wish)

    assert not places.home_of(wish.token).exists()
    assert not places.build_of(wish).parent.exists()


def test_preview_is_forgotten_in_the_bucket_too(bucket, wish):
    bucket[f"{wish.token}/preview/live-main.m3u8"] = b"#EXTM3U"
    bucket["other/preview/live-main.m3u8"] = b"#EXTM3U"
    places.preview_of(wish.token).mkdir(parents=True)

    places.forget_preview(wish.token)

    assert list(bucket) == ["other/preview/live-main.m3u8"]
    assert not places.preview_of(wish.token).exists()


@pytest.mark.parametrize("place", ["build", "preview"])
def test_what_is_written_is_brought_to_where_others_look_for_it(place, bucket, wish):
    mirror = places.mirror_of(wish) if place == "build" else places.preview_mirror(wish.token)
    assert mirror is not None
    try:
        mirror.put("live-main.m3u8", b"#EXTM3U")
        assert mirror.flush(10)
    finally:
        mirror.close()

    assert bucket == {f"{wish.folder if place == 'build' else f'{wish.token}/preview'}/live-main.m3u8": b"#EXTM3U"}


class Away:
    """A bucket that takes nothing."""

    def flush(self, _seconds) -> bool:
        return False


def test_recording_is_not_handed_over_before_the_bucket_has_it(bucket, wish, broadcast):
    end(broadcast)

    with pytest.raises(places.NotMirrored):
        ran(places.finish(LiveBuild(places.build_of(wish)), Away(), broadcast.pk, HereRecords()))

    assert Broadcast.objects.get().finished_at is None
