"""The press as work in the background: asked for, worked off, stopped, broken down, found again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.publishing.factories import ArticleFactory, AuthorFactory, CollectionFactory
from tests.publishing.pressed import pressed

from nastavnik.people.models import Notice
from nastavnik.publishing import tasks
from nastavnik.publishing.enums import COVER_PICTURE, ArticleState, Licence, RunState, Trouble
from nastavnik.publishing.models import PressedArticle, PressedFile, PressRun
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.press.pressing import Pressed
from nastavnik.publishing.press.running import PressFailed, TooLarge
from nastavnik.publishing.selectors.rights import files_of
from nastavnik.publishing.services import pressing
from nastavnik.publishing.services.pressing import keeping, running, sweeping
from nastavnik.publishing.services.pressing.refusals import NothingReady, NothingToPress

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(article, now):
    """An article that the press takes."""
    article.state, article.licence, article.revision = ArticleState.READY, Licence.CC_BY, 2
    article.save()
    AuthorFactory(article=article, agreed_at=now)
    return article


@pytest.fixture
def run(article, methodist, now):
    return ask(article.collection, methodist, now)


@pytest.fixture
def files_before():
    """Return what lies in the storage already: it is the same for all tests."""
    return files_in_storage()


def files_in_storage():
    if not default_storage.exists("collections"):
        return set()
    return {
        name
        for year in default_storage.listdir("collections")[0]
        for name in default_storage.listdir(f"collections/{year}")[1]
    }


def ask(collection, actor, now, forms=(Form.EPUB,)):
    return pressing.ask_press(actor=actor, collection_id=collection.pk, forms=forms, now=now)


def work(run):
    pressing.press(run_id=run.pk, clock=timezone.now)
    run.refresh_from_db()
    return run


def instead(monkeypatch, call):
    monkeypatch.setattr(running, "press_book", call)


def failing(error):
    def call(*_words, **_names):
        raise error

    return call


def test_asking_puts_a_run_into_the_queue_with_pages_to_read_here(run):
    assert (run.state, run.forms) == (RunState.WAITING, ["epub", "web"])
    task = DBTaskResult.objects.get()
    assert (task.args_kwargs["args"], task.queue_name) == ([run.pk], "press")


def test_asking_again_while_it_works_returns_the_same_run(run, methodist, now):
    assert ask(run.collection, methodist, now) == run
    assert PressRun.objects.count() == 1


@pytest.mark.parametrize("form", [Form.PRINT, Form.COVER])
def test_asking_for_what_a_printing_house_gets_presses_block_and_cover(article, methodist, now, form):
    assert ask(article.collection, methodist, now, forms=(form,)).forms == ["print", "cover", "web"]


def test_asking_for_no_form_checks_the_texts(article, methodist, now):
    run = work(ask(article.collection, methodist, now, forms=()))
    assert (run.state, run.forms, PressedFile.objects.count()) == (RunState.DONE, [], 0)


def test_collection_without_articles_is_not_pressed(collection, methodist, now):
    with pytest.raises(NothingToPress):
        ask(collection, methodist, now)


def test_book_of_which_nothing_is_ready_is_checked_and_not_pressed(article, methodist, now):
    AuthorFactory(article=article)
    with pytest.raises(NothingReady):
        ask(article.collection, methodist, now)
    assert work(ask(article.collection, methodist, now, forms=())).state == RunState.DONE


def test_only_what_is_ready_is_pressed_and_the_files_remember_it(article, methodist, now, monkeypatch):
    waiting = ArticleFactory(collection=article.collection, key="zhdet", title="Ждёт", licence=Licence.CC_BY)
    books = []
    real = running.press_book
    instead(monkeypatch, lambda book, *words, **names: books.append(book) or real(book, *words, **names))

    run = work(ask(article.collection, methodist, now, forms=[Form.WEB]))
    work(ask(article.collection, methodist, now, forms=()))

    assert [[one.key for one in book.articles] for book in books] == [[article.key], [article.key, waiting.key]]
    held = PressedArticle.objects.get()
    assert (held.run, held.article, held.revision, held.title) == (run, article, 2, article.title)


def test_consent_that_is_taken_back_while_the_press_works_leaves_it_nothing(run, article):
    AuthorFactory(article=article)
    work(run)
    assert (run.state, run.trouble) == (RunState.FAILED, Trouble.NOTHING)


def test_director_looks_and_does_not_press(article, director, now):
    with pytest.raises(PermissionDenied):
        ask(article.collection, director, now)


def test_run_makes_files_that_readers_get(run):
    work(run)
    files = files_of(run.collection).given
    assert (run.state, run.trouble, run.done, run.all) == (RunState.DONE, "", 3, 3)
    assert set(files) == {Form.EPUB, Form.WEB, COVER_PICTURE}
    assert kept(files[Form.EPUB]).startswith(b"PK")
    assert kept(files[COVER_PICTURE]).startswith(b"\x89PNG")


def kept(file):
    with default_storage.open(file.file) as stored:
        return stored.read()


def test_who_asked_is_told_of_the_end(run, methodist, monkeypatch, now):
    work(run)
    assert run.collection.title in Notice.objects.get(user=methodist).title
    instead(monkeypatch, failing(TooLarge("typst", "memory")))
    work(ask(run.collection, methodist, now))
    assert str(Trouble.LARGE.label) in Notice.objects.filter(user=methodist).latest("pk").text


def test_run_that_nobody_owns_any_more_tells_nobody(run):
    PressRun.objects.update(asked_by=None)
    work(run)
    assert not Notice.objects.exists()


def test_what_the_press_noticed_is_kept(article, methodist, now):
    article.text = "![Зал](net)"
    article.save()
    run = work(ask(article.collection, methodist, now, forms=()))
    assert run.remarks == [{"article": "kak-nachat", "flaw": "no_picture", "subject": "net"}]


def test_run_that_is_over_is_not_worked_off_again(run, monkeypatch):
    work(run)
    instead(monkeypatch, failing(AssertionError("was pressed again")))
    assert work(run).state == RunState.DONE


def test_run_of_a_removed_collection_waits_for_its_return(run, now):
    run.collection.removed_at = now
    run.collection.save()
    assert work(run).state == RunState.WAITING
    DBTaskResult.objects.all().delete()
    assert pressing.requeue_stuck_runs(now=now + timedelta(minutes=2)) == 0
    run.collection.removed_at = None
    run.collection.save()
    assert pressing.requeue_stuck_runs(now=now + timedelta(minutes=2)) == 1


def test_run_that_waits_stops_at_once(run, methodist, now):
    stopped = pressing.stop_press(actor=methodist, collection_id=run.collection_id, run=run.token, now=now)
    assert (stopped.state, stopped.ended_at) == (RunState.STOPPED, now)
    assert work(run).state == RunState.STOPPED


def test_run_that_works_stops_between_two_steps(run, methodist, now, monkeypatch):
    real = running.press_book

    def asked_to_stop(*words, **names):
        pressing.stop_press(actor=methodist, collection_id=run.collection_id, run=run.token, now=now)
        return real(*words, **names)

    instead(monkeypatch, asked_to_stop)
    assert work(run).state == RunState.STOPPED
    assert not PressedFile.objects.exists()


def test_run_that_is_stopped_while_its_files_are_stored_keeps_none(run, methodist, now, monkeypatch, files_before):
    def stopped_late(*_words, **_names):
        pressing.stop_press(actor=methodist, collection_id=run.collection_id, run=run.token, now=now)
        return Pressed((), files={Form.EPUB: b"PK"})

    instead(monkeypatch, stopped_late)
    assert work(run).state == RunState.STOPPED
    assert files_in_storage() == files_before


def test_run_that_was_stopped_while_nobody_worked_on_it_is_not_begun_anew(run, methodist, now, monkeypatch):
    PressRun.objects.update(state=RunState.RUNNING, began_at=now)
    pressing.stop_press(actor=methodist, collection_id=run.collection_id, run=run.token, now=now)
    instead(monkeypatch, failing(AssertionError("was pressed")))
    assert work(run).state == RunState.STOPPED


def test_run_that_takes_too_long_ends_and_says_so(run, methodist, now, monkeypatch):
    times = iter([now])
    pressing.press(run_id=run.pk, clock=lambda: next(times, now + running.LONGEST))
    run.refresh_from_db()
    assert (run.state, run.trouble) == (RunState.FAILED, Trouble.UNENDED)
    assert str(Trouble.UNENDED.label) in Notice.objects.get(user=methodist).text
    assert ask(run.collection, methodist, now) != run


def test_stopping_twice_changes_nothing(run, methodist, now):
    for later in (now, now + timedelta(minutes=1)):
        pressing.stop_press(actor=methodist, collection_id=run.collection_id, run=run.token, now=later)
    run.refresh_from_db()
    assert run.ended_at == now


@pytest.mark.parametrize(
    ("error", "trouble"),
    [(TooLarge("typst", "memory"), Trouble.LARGE), (PressFailed("pandoc", "no"), Trouble.PROGRAM)],
)
def test_failure_of_a_program_is_told(run, monkeypatch, error, trouble):
    instead(monkeypatch, failing(error))
    work(run)
    assert (run.state, run.trouble) == (RunState.FAILED, trouble)


def test_failure_that_nobody_expected_is_told_and_raised(run, monkeypatch):
    instead(monkeypatch, failing(ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        work(run)
    run.refresh_from_db()
    assert (run.state, run.trouble) == (RunState.FAILED, Trouble.UNKNOWN)


def test_run_that_was_taken_over_keeps_nothing(run, monkeypatch, files_before):
    def taken_over(*_words, **_names):
        PressRun.objects.filter(pk=run.pk).update(began_at=timezone.now() + timedelta(seconds=5))
        return Pressed((), files={Form.EPUB: b"PK"})

    instead(monkeypatch, taken_over)
    assert work(run).state == RunState.RUNNING
    assert not PressedFile.objects.exists()
    assert files_in_storage() == files_before


def test_files_are_stored_before_a_transaction_is_open(run, monkeypatch):
    real, nested = default_storage.save, []

    def noting(*words):
        nested.append(list(connection.savepoint_ids))
        return real(*words)

    instead(monkeypatch, lambda *_words, **_names: Pressed((), files={Form.EPUB: b"PK"}))
    monkeypatch.setattr(default_storage, "save", noting)
    assert work(run).state == RunState.DONE
    assert nested == [[]]


def test_files_go_when_their_rows_cannot_be_kept(run, monkeypatch, files_before):
    instead(monkeypatch, lambda *_words, **_names: Pressed((), files={Form.EPUB: b"PK"}))
    monkeypatch.setattr(running, "keep_run", failing(ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        work(run)
    assert files_in_storage() == files_before


def test_files_go_when_one_of_them_cannot_be_stored(now, monkeypatch, files_before):
    real = default_storage.save

    def full(name, content):
        if name.endswith("docx"):
            raise ConnectionError
        return real(name, content)

    monkeypatch.setattr(default_storage, "save", full)
    with pytest.raises(ConnectionError):
        keeping.stored(Pressed((), files={Form.EPUB: b"PK", Form.DOCX: b"PK"}), now)
    assert files_in_storage() == files_before


def test_run_without_a_task_is_enqueued_again(run, now):
    DBTaskResult.objects.all().delete()
    assert pressing.requeue_stuck_runs(now=now) == 0
    assert pressing.requeue_stuck_runs(now=now + timedelta(minutes=2)) == 1
    assert pressing.requeue_stuck_runs(now=now + timedelta(minutes=2)) == 0


@pytest.fixture
def hung(run, now):
    """A run that has been in work for longer than it may; its task still runs."""
    PressRun.objects.update(state=RunState.RUNNING, began_at=now - running.LONGEST - timedelta(seconds=1))
    return run


def state_after_a_look(run, now):
    ended = pressing.end_hung_runs(now=now)
    run.refresh_from_db()
    return ended, run.state, run.trouble


def test_run_that_hangs_is_ended_and_can_be_begun_anew(hung, methodist, now):
    assert state_after_a_look(hung, now) == (1, RunState.FAILED, Trouble.UNENDED)
    assert str(Trouble.UNENDED.label) in Notice.objects.get(user=methodist).text
    assert ask(hung.collection, methodist, now) != hung
    assert pressing.end_hung_runs(now=now) == 0


def test_run_that_works_is_left_until_nobody_works_on_it(hung, now):
    PressRun.objects.update(began_at=now - timedelta(minutes=2))
    assert state_after_a_look(hung, now) == (0, RunState.RUNNING, "")
    DBTaskResult.objects.all().delete()
    assert state_after_a_look(hung, now) == (1, RunState.FAILED, Trouble.UNENDED)


def test_run_that_hangs_and_was_stopped_is_stopped(hung, now):
    PressRun.objects.update(stop_asked_at=now)
    assert state_after_a_look(hung, now) == (1, RunState.STOPPED, "")


def test_run_that_ends_while_one_looks_stays_as_it_ended(hung, now, monkeypatch):
    monkeypatch.setattr(sweeping, "_ids_with_a_task", lambda: PressRun.objects.update(state=RunState.DONE) and set())
    assert state_after_a_look(hung, now) == (0, RunState.DONE, "")


def test_replaced_files_go_a_week_after_they_were_replaced(collection, now):
    old = pressed(collection, epub=b"1", docx=b"1", ended_at=now - timedelta(days=19))
    replaced = pressed(collection, epub=b"2", ended_at=now - timedelta(days=8))
    pressed(collection, epub=b"3", ended_at=now - timedelta(days=6))
    pressed(CollectionFactory(), epub=b"4", ended_at=now - timedelta(days=9))
    gone = PressedFile.objects.get(run=old, form="epub").file
    assert pressing.delete_old_files(now=now) == 1
    assert not default_storage.exists(gone)
    assert list(PressedFile.objects.filter(run=old).values_list("form", flat=True)) == ["docx"]
    assert pressing.delete_old_files(now=now + timedelta(days=2)) == 1
    assert not PressedFile.objects.filter(run=replaced).exists()


def test_tasks_call_the_services(run, now):
    tasks.press_collection.call(run.pk)
    tasks.look_after_press.call()
    run.refresh_from_db()
    assert run.state == RunState.DONE
