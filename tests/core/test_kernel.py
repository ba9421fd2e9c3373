"""The small parts that everything stands on: events, ids, the journal, refusals, health."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _
from tests.people.factories import UserFactory

from nastavnik.core import clock, events, health, journal
from nastavnik.core.errors import Refusal
from nastavnik.core.http.refusals import RefusalMiddleware
from nastavnik.core.http.requests import signed_in
from nastavnik.core.ids import ALPHABET, new_token
from nastavnik.core.models import JournalEntry, Schedule, WorkerBeat
from nastavnik.people.models import User


class Happened:
    """An event of the tests."""


@pytest.fixture
def handlers(monkeypatch):
    known = {}
    monkeypatch.setattr(events, "_handlers", events.defaultdict(list, known))
    monkeypatch.setattr(events, "_handlers_within", events.defaultdict(list))
    return events._handlers


# --- events


@pytest.mark.django_db(transaction=True)
def test_publish_reaches_handlers_after_the_commit(handlers):
    heard = []
    events.on(Happened)(heard.append)

    with transaction.atomic():
        news = Happened()
        events.publish(news)
        assert heard == []

    assert heard == [news]
    assert events.handled_events() == {Happened}


@pytest.mark.django_db(transaction=True)
def test_publish_of_what_was_taken_back_reaches_nobody(handlers):
    heard = []
    events.on(Happened)(heard.append)

    with transaction.atomic():
        events.publish(Happened())
        transaction.set_rollback(True)

    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_publish_goes_on_after_a_handler_that_breaks(handlers):
    heard = []

    @events.on(Happened)
    def broken(_event):
        raise ValueError("broken")

    events.on(Happened)(heard.append)
    with transaction.atomic():
        events.publish(Happened())

    assert len(heard) == 1


@pytest.mark.django_db(transaction=True)
def test_publish_reaches_a_handler_within_the_transaction_which_takes_back_what_it_wrote_with_the_rest(handlers):
    @events.on(Happened, is_within=True)
    def note(_events):
        UserFactory(full_name="Записана")

    with transaction.atomic():
        events.publish(Happened())
        assert User.objects.filter(full_name="Записана").exists()
        transaction.set_rollback(True)

    assert not User.objects.exists()
    assert events.handled_events() == {Happened}
    assert events.handlers_of(Happened) == (note,)


@pytest.mark.django_db(transaction=True)
def test_handler_that_breaks_within_the_transaction_takes_back_its_own_writes_alone(handlers):
    @events.on(Happened, is_within=True)
    def broken(_event):
        UserFactory(full_name="Обработчик")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")

    heard = []
    events.on(Happened, is_within=True)(heard.append)
    with transaction.atomic():
        UserFactory(full_name="Служба")
        events.publish(Happened(), Happened())

    assert [len(events) for events in heard] == [2]
    assert [user.full_name for user in User.objects.all()] == ["Служба"]


# --- ids


def test_tokens_are_short_readable_and_differ():
    tokens = {new_token() for _number in range(1000)}

    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {10}
    assert set("".join(tokens)) <= set(ALPHABET)
    assert not set("01lIO") & set(ALPHABET)


# --- journal


@pytest.mark.django_db
def test_journal_tells_who_did_what_newest_first():
    person, thing = UserFactory(full_name="Анна"), UserFactory()
    now = clock.now()
    journal.record(actor=None, verb="made", subject=thing, now=now)
    journal.record(actor=person, verb="moved", subject=thing, now=now, place=7)

    entries = journal.history_of(thing)

    assert [(entry.verb, entry.actor_name, entry.details) for entry in entries] == [
        ("moved", str(person), {"place": 7}),
        ("made", journal.SYSTEM_NAME, {}),
    ]
    assert journal.history_of(person) == []
    assert "moved people.user" in str(entries[0])


@pytest.mark.django_db
def test_journal_of_many_is_one_entry_each():
    people = [UserFactory(), UserFactory()]

    journal.record_many(actor=None, verb="imported", subjects=people, now=clock.now(), file="list.xlsx")

    assert JournalEntry.objects.filter(verb="imported", details={"file": "list.xlsx"}).count() == 2


@pytest.mark.django_db
def test_journal_forgets_a_name_and_keeps_the_deed():
    person = UserFactory()
    journal.record(actor=person, verb="made", subject=person, now=clock.now())

    journal.forget_name(actor_id=person.pk, name="—")

    assert [(entry.verb, entry.actor_name) for entry in journal.history_of(person)] == [("made", "—")]


def test_rows_of_the_queue_name_themselves():
    now = clock.now()

    assert str(WorkerBeat(worker_id="one", at=now)).startswith("one at")
    assert str(Schedule(task_path="core.tick", next_run_at=now)).startswith("core.tick at")


# --- refusals


class Closed(Refusal):
    message = _("Sign in")


def refused(error, method="post", **headers):
    request = getattr(RequestFactory(headers=headers), method)("/somewhere/")
    request.session, request.user = {}, AnonymousUser()
    request._messages = CookieStorage(request)
    return request, RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, error)


def test_refusal_carries_its_sentence():
    assert str(Closed().message) == str(_("Sign in"))
    assert str(Closed("It is closed until Monday.")) == "It is closed until Monday."


def test_refusal_of_a_form_goes_back_with_a_message():
    request, answer = refused(Closed(), referer="http://testserver/form/")

    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/form/")
    assert [str(message) for message in get_messages(request)] == [str(Closed.message)]


@pytest.mark.parametrize("headers", [{"hx-request": "true"}, {"accept": "application/json"}])
def test_refusal_of_a_script_is_a_sentence(headers):
    _request, answer = refused(Closed(), **headers)

    assert (answer.status_code, answer.content.decode()) == (409, str(Closed.message))


@pytest.mark.parametrize(
    ("method", "referer"),
    [("post", "https://elsewhere.example/form/"), ("post", ""), ("get", "http://testserver/form/")],
)
def test_refusal_without_a_way_back_is_a_page(method, referer):
    _request, answer = refused(Closed(), method, referer=referer)

    assert answer.status_code == 409
    assert str(Closed.message) in answer.content.decode()


def test_missing_row_is_a_missing_page():
    with pytest.raises(Http404):
        refused(ObjectDoesNotExist())


def test_other_errors_are_left_to_django():
    assert refused(ValueError())[1] is None


# --- who may come in


def test_signed_in_sends_guests_to_the_door_and_back():
    request = RequestFactory().get("/me/?tab=2")
    request.user = AnonymousUser()

    answer = signed_in(lambda _request: HttpResponse("in"))(request)

    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/me/%3Ftab%3D2")


@pytest.mark.django_db
def test_signed_in_lets_people_through():
    request = RequestFactory().get("/me/")
    request.user = UserFactory()

    assert signed_in(lambda _request, word: HttpResponse(word))(request, "in").content == b"in"


# --- health


@pytest.mark.django_db
def test_health_is_well_while_the_database_answers(client):
    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_health_is_bad_without_the_database(monkeypatch):
    class Gone:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr(health, "connection", Gone())

    assert health.health(RequestFactory().get("/health/")).status_code == 503
