from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.video.words.factories import CueFactory, GlossaryTermFactory

from nastavnik.core.journal import history_of
from nastavnik.video import services, tasks
from nastavnik.video.enums import TranscriptOrigin, TranscriptState, VideoState
from nastavnik.video.events import VideoWordsChanged
from nastavnik.video.ffmpeg.run import FfmpegFailed, OverLimit
from nastavnik.video.models import Cue, Transcript, TranscriptVersion, Video
from nastavnik.video.selectors.recognition import model_rows, recognition_in
from nastavnik.video.selectors.words import transcripts_of
from nastavnik.video.services import recognition
from nastavnik.video.services.recognition import NoModel, NothingToHear, NotToResume
from nastavnik.video.services.word_sweeps import requeue_stuck_words
from nastavnik.video.speech import asking
from nastavnik.video.speech import models as speech_models
from nastavnik.video.speech.heard import Heard, Phrase, Word

RECOGNISED = TranscriptOrigin.RECOGNISED


@pytest.fixture(autouse=True)
def model(settings, monkeypatch, tmp_path):
    """A Russian model whose program seems to be installed."""
    settings.SPEECH_MODELS = tmp_path / "speech-models"
    monkeypatch.setattr(speech_models, "find_spec", lambda name: name)
    folder = tmp_path / "vosk"
    folder.mkdir()
    (folder / "final.mdl").write_bytes(b"model")
    return speech_models.add_folder(settings.SPEECH_MODELS, folder, name="small", language="ru", is_linked=False)


@pytest.fixture
def source(film, settings):
    path = settings.DATA_DIR / film.source_path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"film")
    return path


@pytest.fixture
def asked(film, source, methodist, now):
    return services.request_recognition(actor=methodist, video_id=film.pk, language="ru", now=now)


def window(until, *texts):
    words = [Word(text, until - 5 + number, until - 4.5 + number, 0.7) for number, text in enumerate(texts)]
    return Heard(until, tuple(Phrase((word,)) for word in words))


WINDOWS = (window(10.0, "раз", "два"), window(20.0), window(30.0, "три"))


@pytest.fixture
def says(monkeypatch):
    """Let the recogniser say what the test wants: windows, or functions to be called between them."""

    def prepare(*windows):
        begins = []

        def recognise(path, model, *, from_seconds, on_heard, **_words):
            begins.append(from_seconds)
            for one in windows:
                if isinstance(one, BaseException):
                    raise one
                if not isinstance(one, Heard):
                    one()
                elif one.until_seconds > from_seconds:
                    on_heard(one)

        monkeypatch.setattr(asking, "recognise", recognise)
        return begins

    return prepare


def run(transcript):
    recognition.recognise(transcript_id=transcript.pk, clock=timezone.now)
    transcript.refresh_from_db()


def texts():
    return list(Cue.objects.order_by("seconds").values_list("text", flat=True))


def test_request_recognition_waits_in_the_queue(asked, film, methodist):
    asked.refresh_from_db()
    assert (asked.origin, asked.state, asked.source_name, asked.engine) == (
        RECOGNISED,
        TranscriptState.WAITING,
        "small",
        "vosk",
    )
    assert DBTaskResult.objects.get().task_path == tasks.recognise_transcript.module_path
    assert history_of(film)[0].verb == "recognition requested"


def test_request_recognition_twice_asks_once(asked, film, methodist, now):
    again = services.request_recognition(actor=methodist, video_id=film.pk, language="ru", now=now)

    assert (again.pk, DBTaskResult.objects.count()) == (asked.pk, 1)


def test_request_recognition_keeps_what_was_there_as_a_version(film, transcript, cue, methodist, now):
    services.request_recognition(actor=methodist, video_id=film.pk, language="ru", now=now)

    assert texts() == []
    assert TranscriptVersion.objects.get().cues[0][2] == "раз два три"


def test_request_recognition_without_a_model_says_how_to_get_one(film, methodist, now, monkeypatch):
    with pytest.raises(NoModel) as refused:
        services.request_recognition(actor=methodist, video_id=film.pk, language="en", now=now)
    assert "nastavnik models add vosk-small-en" in str(refused.value.message)

    monkeypatch.setattr(speech_models, "find_spec", lambda _name: None)
    with pytest.raises(NoModel) as refused:
        services.request_recognition(actor=methodist, video_id=film.pk, language="ru", now=now)
    assert "nastavnik[vosk]" in str(refused.value.message)
    assert model_rows()[0].missing == "nastavnik[vosk]"


def test_request_recognition_of_a_silent_film_or_by_others_is_refused(film, methodist, learner, now):
    with pytest.raises(PermissionDenied):
        services.request_recognition(actor=learner, video_id=film.pk, language="ru", now=now)
    Video.objects.update(has_sound=False)
    with pytest.raises(NothingToHear):
        services.request_recognition(actor=methodist, video_id=film.pk, language="ru", now=now)


def test_recognition_in_says_what_is_possible(model):
    russian, english = recognition_in("ru-RU"), recognition_in("en")

    assert (russian.is_possible, russian.chosen, [row.name for row in russian.models], russian.advice) == (
        True,
        "small",
        ["small"],
        "",
    )
    assert (english.is_possible, english.models) == (False, ())


def test_recognise_keeps_every_window_and_finishes(asked, film, says, heard):
    GlossaryTermFactory(school=film.school, term="Два", variants=["два"])
    says(*WINDOWS)

    with heard() as news:
        run(asked)

    assert texts() == ["раз", "Два", "три"]
    assert Cue.objects.order_by("seconds").first().words == [[5.0, 5.5, 0.7]]
    assert (asked.state, asked.done_seconds, asked.failures) == (TranscriptState.READY, 30.0, 0)
    assert VideoWordsChanged(film.pk) in news
    assert history_of(film)[0].verb == "recognised"


def test_recognise_that_was_killed_goes_on_without_a_doubled_phrase(asked, says):
    says(*WINDOWS[:2], KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run(asked)

    begins = says(*WINDOWS)
    run(asked)

    assert begins == [20.0]
    assert texts() == ["раз", "два", "три"]


def test_recognise_beside_itself_writes_once(asked, says, monkeypatch):
    first = asking.recognise

    def another():
        says(*WINDOWS)
        recognition.recognise(transcript_id=asked.pk, clock=timezone.now)

    says(WINDOWS[0], another, WINDOWS[1], WINDOWS[2])
    run(asked)

    assert first is not asking.recognise
    assert texts() == ["раз", "два", "три"]
    assert asked.state == TranscriptState.READY


def test_recognise_passes_over_a_window_that_is_there(asked, says):
    says(WINDOWS[0], WINDOWS[0], WINDOWS[2])

    run(asked)

    assert texts() == ["раз", "два", "три"]


@pytest.mark.parametrize("fields", [{"removed_at": timezone.now()}, {"source_path": "originals/x/another.mp4"}])
def test_recognise_stops_when_the_film_is_removed_or_replaced(asked, says, fields):
    says(WINDOWS[0], lambda: Video.objects.update(**fields), WINDOWS[1])

    run(asked)

    assert (asked.state, asked.done_seconds) == (TranscriptState.RECOGNISING, 10.0)


def test_recognise_begins_anew_with_another_source(asked, film, says, settings):
    says(WINDOWS[0], KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run(asked)
    Video.objects.update(source_path="originals/x/another.mp4")
    (settings.DATA_DIR / "originals" / "x").mkdir(parents=True)
    (settings.DATA_DIR / "originals" / "x" / "another.mp4").write_bytes(b"film")

    begins = says(*WINDOWS)
    run(asked)

    assert begins == [0.0]
    assert (texts(), asked.source_mark) == (["раз", "два", "три"], "another")


@pytest.fixture
def cut(film, settings):
    """Return what cuts the first five seconds off the film, its words with it."""
    (settings.DATA_DIR / "originals" / "x").mkdir(parents=True)
    (settings.DATA_DIR / "originals" / "x" / "cut.mp4").write_bytes(b"film")

    def do():
        Video.objects.update(source_path="originals/x/cut.mp4")
        services.follow_source(video_id=film.pk, by_seconds=-5.0, duration_seconds=55.0, now=timezone.now())

    return do


def test_recognise_of_a_film_that_is_cut_meanwhile_goes_on_with_the_new_source(asked, says, cut):
    says(window(10.0, "раз", "два"), cut, window(20.0, "не на месте"))
    run(asked)
    assert (asked.state, asked.source_mark, asked.done_seconds) == (TranscriptState.RECOGNISING, "cut", 5.0)

    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert requeue_stuck_words(now=timezone.now() + timedelta(hours=1)) == 1
    begins = says(window(15.0, "три"))
    run(asked)

    assert begins == [5.0]
    assert list(Cue.objects.order_by("seconds").values_list("text", "seconds")) == [
        ("раз", 0.0),
        ("два", 1.0),
        ("три", 10.0),
    ]


def test_recognise_whose_old_source_is_gone_does_not_blame_the_new_one(asked, says, cut):
    says(window(10.0, "раз"), cut, FileNotFoundError())

    run(asked)

    assert (asked.state, asked.problem) == (TranscriptState.RECOGNISING, "")


def test_recognise_anew_keeps_what_people_corrected(asked, methodist, now, says):
    says(WINDOWS[0], KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run(asked)
    cue = Cue.objects.order_by("seconds").first()
    services.save_cue(actor=methodist, cue_id=cue.pk, version=cue.version, text="Исправлено", now=now)
    before = set(TranscriptVersion.objects.values_list("pk", flat=True))
    Video.objects.update(source_path="originals/x/another.mp4")

    recognition._begin(asked.pk, timezone.now)

    kept = TranscriptVersion.objects.exclude(pk__in=before).get()
    assert [row[2] for row in kept.cues] == ["Исправлено", "два"]


@pytest.mark.parametrize("fields", [{"removed_at": timezone.now()}, {"source_path": ""}])
def test_recognise_of_a_film_that_is_not_there_does_nothing(asked, says, fields):
    Video.objects.update(build="build", **fields)

    assert says(*WINDOWS) == []
    run(asked)

    assert asked.state == TranscriptState.WAITING


def test_recognise_without_its_model_fails_with_the_reason(asked, film, methodist, settings):
    speech_models.remove_model(settings.SPEECH_MODELS, "small")

    run(asked)

    assert asked.state == TranscriptState.FAILED
    assert transcripts_of(methodist, film)[0].problem


def test_recognise_without_its_file_fails_with_the_reason(asked, source):
    source.unlink()

    run(asked)

    assert (asked.state, asked.problem) == (TranscriptState.FAILED, recognition.FILE_GONE)


@pytest.mark.parametrize(
    ("error", "problem"),
    [(FfmpegFailed("ended with 1", "log"), recognition.BROKE_OFF), (OverLimit("SIGXCPU", "log"), recognition.TOO_HARD)],
)
def test_recognise_fails_the_third_time_it_breaks_off_without_progress(asked, says, error, problem):
    says(error)
    for _ in range(2):
        with pytest.raises(FfmpegFailed):
            run(asked)

    run(asked)

    assert (asked.state, asked.problem) == (TranscriptState.FAILED, problem)


def test_recognise_with_progress_in_between_does_not_count_old_failures(asked, says):
    says(FfmpegFailed("ended with 1", "log"))
    for _ in range(2):
        with pytest.raises(FfmpegFailed):
            run(asked)
    says(WINDOWS[0], FfmpegFailed("ended with 1", "log"))
    with pytest.raises(FfmpegFailed):
        run(asked)

    asked.refresh_from_db()
    assert (asked.failures, asked.state) == (1, TranscriptState.RECOGNISING)


def test_recognise_that_breaks_off_after_an_import_leaves_it_alone(asked, film, methodist, now, says):
    content = "00:00:01,000 --> 00:00:02,000\nСлово\n".encode()

    def bring():
        services.import_subtitles(actor=methodist, video_id=film.pk, language="ru", name="a", content=content, now=now)

    says(bring, FfmpegFailed("ended with 1", "log"))
    run(asked)

    assert (asked.state, asked.origin, texts()) == (TranscriptState.READY, TranscriptOrigin.FILE, ["Слово"])


def test_resume_recognition_goes_on_where_it_came(asked, methodist, now, says):
    says(WINDOWS[0], FfmpegFailed("ended with 1", "log"))
    for _ in range(3):
        try:
            run(asked)
        except FfmpegFailed:
            continue
    asked.refresh_from_db()
    assert asked.state == TranscriptState.FAILED

    services.resume_recognition(actor=methodist, transcript_id=asked.pk, now=now)
    begins = says(*WINDOWS)
    run(asked)

    assert (begins, texts(), asked.problem) == ([10.0], ["раз", "два", "три"], "")


def test_stop_recognition_keeps_what_was_heard(asked, methodist, now, says):
    def stop():
        services.stop_recognition(actor=methodist, transcript_id=asked.pk, now=now)

    says(WINDOWS[0], stop, WINDOWS[1], WINDOWS[2])
    run(asked)

    assert (asked.state, texts()) == (TranscriptState.READY, ["раз", "два"])


def test_stop_and_resume_of_what_is_in_no_such_state_are_refused(transcript, methodist, now):
    words = {"actor": methodist, "transcript_id": transcript.pk, "now": now}
    for act in (services.stop_recognition, services.resume_recognition):
        with pytest.raises(NotToResume):
            act(**words)
    Transcript.objects.update(origin=RECOGNISED)
    with pytest.raises(NotToResume):
        services.stop_recognition(**words)


def test_recognise_without_phrases_of_an_on_air_film_is_not_asked(film, methodist, now):
    Video.objects.update(state=VideoState.RECORDING)
    with pytest.raises(services.FilmOnAir):
        services.request_recognition(actor=methodist, video_id=film.pk, language="ru", now=now)
    assert not CueFactory._meta.model.objects.exists()
