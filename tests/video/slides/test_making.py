"""Looking for the slides of a film in the background: done once, harmless when killed, doubled or overtaken."""

from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.fakes.bucket import Bucket
from tests.video.factories import VideoFactory
from tests.video.slides import talks

from nastavnik.core import clock
from nastavnik.video import services as films
from nastavnik.video import tasks
from nastavnik.video.enums import DeckState, VideoState
from nastavnik.video.events import VideoSlidesChanged
from nastavnik.video.ffmpeg import letters
from nastavnik.video.models import Deck, DeckVersion, Rendition, Slide, Video
from nastavnik.video.selectors.slides import slides_of
from nastavnik.video.services import processing, slides, store
from nastavnik.video.services.slides import finding

NOW = timezone.now()


def make(film):
    slides.make_slides(video_id=film.pk, clock=clock.now)
    return list(Slide.objects.filter(video=film).order_by("seconds"))


def files_of(film):
    return {path.name for path in (store.media_root() / film.token / Video.objects.get(pk=film.pk).build).iterdir()}


def queued(task):
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task.module_path)
    return [row.args_kwargs["args"][0] for row in rows]


def test_make_finds_slides_takes_stills_and_thin_sound(film, heard):
    with heard() as news:
        rows = make(film)

    deck = Deck.objects.get(video=film)
    assert [row.seconds for row in rows] == [0.0, 8.0, 16.0]
    assert (deck.state, deck.source_mark, deck.failures, deck.version) == (DeckState.FOUND, film.source_path, 0, 1)
    expected = {f"{row.still}-{width}.webp" for row in rows for width in (1280, 640)}
    assert expected | {f"{deck.thin}.m3u8", f"{deck.thin}.m4s"} <= files_of(film)
    assert news == [VideoSlidesChanged(video_id=film.pk)]
    assert list(store.data_path(f"decks/{film.token}").iterdir()) == []


def test_make_takes_the_tap_that_the_ladder_left(film, monkeypatch):
    monkeypatch.setattr(finding, "make_tap", None)
    tap = store.work_dir(film.token) / "tap"
    tap.parent.mkdir(parents=True)
    tap.write_bytes(talks.tap_file().read_bytes())
    store.keep_tap(film.token, film.source_path, tap)

    assert len(make(film)) == 3

    assert not store.tap_path(film.token, film.source_path).exists()


def test_make_of_an_empty_tap_finds_nothing(film):
    tap = store.tap_path(film.token, film.source_path)
    tap.parent.mkdir(parents=True)
    tap.write_bytes(b"")

    assert make(film) == []
    assert Deck.objects.get(video=film).state == DeckState.FOUND


def test_make_a_second_time_does_nothing(film, monkeypatch):
    make(film)
    monkeypatch.setattr(finding, "find_slides", None)

    assert len(make(film)) == 3


@pytest.mark.parametrize(
    "words",
    [
        {"removed_at": NOW},
        {"build": "", "state": VideoState.QUEUED},
        {"width": None},
        {"source_path": ""},
        {"state": VideoState.RECORDING},
        {"state": VideoState.PLAYABLE},
    ],
    ids="-".join,
)
def test_make_leaves_films_that_are_not_to_be_looked_through(film, words):
    Video.objects.filter(pk=film.pk).update(**words)

    assert make(film) == []


def test_make_of_a_film_without_sound_has_no_thin_sound(film):
    Video.objects.filter(pk=film.pk).update(has_sound=False)
    make(film)

    assert Deck.objects.get(video=film).thin == ""


def test_make_of_a_film_whose_sound_is_not_apart_has_no_thin_sound(film):
    Rendition.objects.filter(video=film, name="sound").delete()
    make(film)

    assert Deck.objects.get(video=film).thin == ""


def test_make_that_fails_three_times_is_given_up(film, monkeypatch):
    def fail(*_args, **_words):
        raise OSError("disk")

    monkeypatch.setattr(finding, "find_slides", fail)
    for _try in range(3):
        with pytest.raises(OSError, match="disk"):
            make(film)
    make(film)
    make(film)

    assert Deck.objects.get(video=film).state == DeckState.FAILED
    assert list(store.data_path(f"decks/{film.token}").iterdir()) == []


def test_make_that_is_overtaken_writes_nothing(film, monkeypatch):
    original = finding.find_slides

    def meanwhile(frames):
        Deck.objects.filter(video=film).update(started_at=NOW - timedelta(days=1))
        return original(frames)

    monkeypatch.setattr(finding, "find_slides", meanwhile)

    assert make(film) == []


def test_make_beside_a_person_keeps_what_she_did(film, methodist, monkeypatch):
    original = finding.find_slides

    def meanwhile(frames):
        slides.add_slide(actor=methodist, video_id=film.pk, version=0, seconds=3.0, title="Её", now=NOW)
        return original(frames)

    monkeypatch.setattr(finding, "find_slides", meanwhile)
    rows = make(film)

    assert [(row.seconds, row.title, row.still) for row in rows] == [(3.0, "Её", "")]
    assert queued(tasks.make_slides) == [film.pk]
    rows = make(film)
    assert [row.seconds for row in rows] == [3.0]
    assert rows[0].still
    assert Deck.objects.get(video=film).state == DeckState.FOUND


def test_make_while_another_build_is_shown_publishes_there_too(film, monkeypatch):
    original = store.add_to_build

    def swap(token, build, folder):
        original(token, build, folder)
        if build == film.build:
            (store.media_root() / film.token / film.build).rename(store.media_root() / film.token / "other2345")
            Video.objects.filter(pk=film.pk).update(build="other2345")

    monkeypatch.setattr(store, "add_to_build", swap)
    rows = make(film)

    assert f"{rows[0].still}-640.webp" in files_of(film)


def test_make_of_a_film_that_goes_away_writes_nothing(film, monkeypatch):
    monkeypatch.setattr(store, "add_to_build", lambda *_args: Video.objects.filter(pk=film.pk).delete())

    assert make(film) == []


def test_make_of_a_film_that_shows_nothing_any_more_ends(film, monkeypatch):
    monkeypatch.setattr(finding, "shown_build", lambda _video_id: "")

    assert make(film) == []


def test_make_of_what_a_person_did_takes_and_reads_no_still_twice(film, monkeypatch):
    monkeypatch.setattr(letters, "find_tesseract", lambda: "/usr/bin/tesseract")
    Deck.objects.create(video=film, state=DeckState.WAITING, is_edited=True, thin="thin-x")
    Slide.objects.create(video=film, seconds=3.0, still="slide-a")

    assert [row.still for row in make(film)] == ["slide-a"]
    assert Deck.objects.get(video=film).state == DeckState.FOUND


def test_make_reads_letters_where_tesseract_is(film, monkeypatch):
    monkeypatch.setattr(letters, "find_tesseract", lambda: "/usr/bin/tesseract")
    monkeypatch.setattr(letters, "read_letters", lambda picture, _folder: f"Слова\n{picture.name[-9:]}")

    rows = make(film)

    assert (rows[0].title, rows[0].text) == ("Слова", "Слова\n1280.webp")


@pytest.fixture
def bucket(settings):
    """Films lie in a bucket instead of a folder."""

    def move(film):
        folder = store.media_root() / film.token / film.build
        Bucket.contents.clear()
        for path in folder.iterdir():
            Bucket.contents[f"{film.token}/{film.build}/{path.name}"] = path.read_bytes()
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.fakes.bucket.Bucket"}}
        assert not isinstance(default_storage, FileSystemStorage)
        return Bucket.contents

    return move


def test_make_in_a_bucket_reads_and_publishes_there(film, bucket):
    contents = bucket(film)

    rows = make(film)
    slides.carry_on(film.pk, film.token, "other2345")
    slides.carry_on(film.pk, film.token, "other2345")

    for build in (film.build, "other2345"):
        assert f"{film.token}/{build}/{rows[2].still}-1280.webp" in contents
    assert f"{film.token}/other2345/v180.m4s" not in contents


def test_file_that_is_in_no_build_is_missing(film, tmp_path):
    with pytest.raises(FileNotFoundError):
        store.local_file(film.token, film.build, "v9999.m4s", tmp_path)


def test_other_source_begins_anew(film):
    make(film)
    slides.begin_anew(film.pk, film.source_path)
    assert Slide.objects.filter(video=film).count() == 3

    slides.begin_anew(film.pk, "originals/x/other.mp4")

    deck = Deck.objects.get(video=film)
    assert (deck.state, deck.thin, deck.failures) == (DeckState.WAITING, "", 0)
    assert not Slide.objects.filter(video=film).exists()


def test_other_source_leaves_what_a_person_did_with_new_stills(film, methodist):
    make(film)
    slides.remove_slide(actor=methodist, video_id=film.pk, version=1, seconds=8.0, now=NOW)
    slides.begin_anew(film.pk, "originals/x/other.mp4")

    assert list(Slide.objects.filter(video=film).values_list("seconds", "still")) == [(0.0, ""), (16.0, "")]
    assert not DeckVersion.objects.filter(video=film).exists()
    Video.objects.filter(pk=film.pk).update(source_path="originals/x/other.mp4")
    assert all(row.still for row in make(film))


def test_other_source_of_a_film_without_slides_is_nothing(film):
    slides.begin_anew(film.pk, "originals/x/other.mp4")

    assert not Deck.objects.exists()


def test_new_build_has_the_stills_of_the_one_before(film):
    rows = make(film)
    other = store.media_root() / film.token / "other2345"
    other.mkdir()

    slides.carry_on(film.pk, film.token, "other2345")

    assert {f"{rows[0].still}-640.webp", f"{Deck.objects.get().thin}.m4s"} <= {path.name for path in other.iterdir()}
    assert not list(other.glob("v*"))


@pytest.mark.parametrize("build", ["build2345", "other2345"])
def test_carry_on_without_slides_or_to_itself_does_nothing(film, build):
    slides.carry_on(film.pk, film.token, build)

    assert not list((store.media_root() / film.token).glob("*/slide-*"))


def test_processing_of_a_film_hands_its_tap_over_and_asks_for_slides(school, methodist, tmp_path):
    copy = tmp_path / "talk.mp4"
    copy.write_bytes(talks.talk_film().read_bytes())
    video = films.accept_file(actor=methodist, path=copy, school=school, now=NOW)

    processing.prepare(video_id=video.pk, clock=clock.now)

    video.refresh_from_db()
    assert store.tap_path(video.token, video.source_path).exists()
    assert queued(tasks.make_slides) == [video.pk]
    assert [row.seconds for row in make(video)] == [0.0, 8.0, 16.0]
    assert slides_of(video).thin


def test_deletion_of_a_film_deletes_what_belongs_to_its_slides(film):
    folder = store.data_path(f"decks/{film.token}")
    folder.mkdir(parents=True)

    store.delete_all(film.token)

    assert not folder.exists()


# --- the sweep ---------------------------------------------------------------------------------------------------------


def test_sweep_finds_films_that_nobody_looked_through(film, school):
    VideoFactory(school=school, state=VideoState.PLAYABLE, build="b", width=640)
    VideoFactory(school=school, ready=True, width=None)

    assert slides.requeue_slides(now=NOW) == 1
    assert queued(tasks.make_slides) == [film.pk]
    assert slides.requeue_slides(now=NOW) == 0


def test_sweep_takes_a_few_films_at_a_time(school):
    for _film in range(7):
        VideoFactory(school=school, ready=True)

    assert slides.requeue_slides(now=NOW) == 5


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ({"state": DeckState.FINDING, "started_at": NOW - timedelta(hours=1)}, 1),
        ({"state": DeckState.FINDING, "started_at": NOW}, 0),
        ({"state": DeckState.FAILED}, 0),
        ({"state": DeckState.FOUND}, 0),
    ],
)
def test_sweep_takes_lost_searches_up_again(film, words, count):
    Deck.objects.create(video=film, **words)

    assert slides.requeue_slides(now=NOW) == count


def test_sweep_finds_stills_and_talks_that_wait(film):
    Deck.objects.create(video=film, state=DeckState.FOUND, file_path="decks/x/talk.pdf", file_kind="pdf")
    Slide.objects.create(video=film, seconds=1.0)

    assert slides.requeue_slides(now=NOW) == 2
    assert (queued(tasks.make_slides), queued(tasks.read_talk)) == ([film.pk], [film.pk])


def test_tasks_call_their_services(film):
    for task in (tasks.make_slides, tasks.take_stills, tasks.read_talk):
        task.func(film.pk)
    tasks.requeue_slides.func()

    assert Deck.objects.get(video=film).state == DeckState.FOUND
