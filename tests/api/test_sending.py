"""Messages on their way to a real receiver: signed, in order, once more when they are not taken, given up at last."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.fakes.hook_receiver import HookReceiver

from nastavnik.api.enums import DeliveryState, Event, SilentBecause
from nastavnik.api.models import Delivery, Webhook
from nastavnik.api.services import hooks
from nastavnik.api.services.hooks import sending
from nastavnik.api.tasks import deliver, forget_what_is_old
from nastavnik.people.models import Notice
from nastavnik.programme.events import LessonAnnounced, LessonHeld

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    settings.EXCHANGE_INSIDE = True
    with HookReceiver() as running:
        yield running


@pytest.fixture
def hook(receiver, school, methodist, now):
    events = [Event.LESSON_ANNOUNCED, Event.LESSON_HELD]
    words = {"actor": methodist, "school_id": school.pk, "title": "Бот", "url": receiver.url, "now": now}
    made, receiver.secret = hooks.add_webhook(events=events, **words)
    return made


@pytest.fixture
def told(hook, lesson, now):
    hooks.tell(news=[LessonAnnounced(lesson_id=lesson.pk)], now=now)
    hooks.tell(news=[LessonHeld(lesson_id=lesson.pk)], now=now + timedelta(seconds=1))


@pytest.fixture
def send(hook):
    def sent(after=timedelta()):
        return hooks.send_due_deliveries(clock=lambda: timezone.now() + after)

    return sent


def states():
    return list(Delivery.objects.order_by("made_at").values_list("state", flat=True))


def test_messages_come_signed_and_in_their_order(told, send, receiver):
    assert send() == 2

    assert [one["type"] for one in receiver.messages] == ["lesson.announced", "lesson.held"]
    assert len(set(receiver.numbers)) == 2
    assert receiver.refused == []
    assert states() == ["sent", "sent"]
    assert send() == 0


def test_message_that_was_changed_on_the_way_would_be_refused(told, send, receiver, monkeypatch):
    genuine = sending.headers_of
    monkeypatch.setattr(
        sending, "headers_of", lambda secret, number, at, body: genuine(secret, number, at, body + b" ")
    )

    assert send() == 0
    assert (receiver.messages, len(receiver.refused)) == ([], 1)


def test_failure_keeps_the_order_and_is_tried_again_later(told, send, receiver, hook):
    receiver.answers = [500]

    assert send() == 0
    hook.refresh_from_db()
    assert (hook.attempts, hook.failing_since is not None, states()) == (1, True, ["waiting", "waiting"])
    assert send() == 0, "its time has not come"
    assert send(timedelta(minutes=2)) == 2
    assert [one["type"] for one in receiver.messages] == ["lesson.announced", "lesson.held"]
    hook.refresh_from_db()
    assert (hook.attempts, hook.failing_since) == (0, None)
    assert list(Delivery.objects.order_by("made_at").values_list("attempts", "status")) == [(2, 204), (1, 204)]


def test_waits_grow(told, send, receiver, hook):
    receiver.answers = [503] * 3
    waits = []
    after = timedelta()
    for _ in range(3):
        send(after)
        hook.refresh_from_db()
        waits.append(round((hook.try_at - timezone.now() - after).total_seconds() / 60))
        after += timedelta(minutes=waits[-1], seconds=30)

    assert waits == [1, 5, 30]


def test_lasting_failure_switches_it_off_and_is_told(told, send, receiver, hook, methodist):
    receiver.answers = [500, 500]
    send()

    send(timedelta(days=3, minutes=1))

    hook.refresh_from_db()
    assert (hook.is_on, hook.silent_because) == (False, SilentBecause.FAILING)
    assert states() == [DeliveryState.FAILED, DeliveryState.DROPPED]
    notice = Notice.objects.get(user=methodist)
    assert "Бот" in notice.title
    assert notice.link == f"/desk/webhooks/{hook.token}/"


def test_receiver_that_is_gone_is_given_up_at_once(told, send, receiver, hook):
    receiver.answers = [410]

    send()

    hook.refresh_from_db()
    assert (hook.is_on, hook.silent_because) == (False, SilentBecause.GONE)


def test_address_where_nobody_answers_fails_with_its_reason(told, send, hook):
    Webhook.objects.filter(pk=hook.pk).update(url="http://127.0.0.1:9/news")

    send()

    message = Delivery.objects.order_by("made_at").first()
    assert (message.status, bool(message.said)) == (None, True)


def test_secret_sealed_by_another_school_key_fails_with_its_reason(told, send, settings, receiver):
    settings.SECRET_KEY = "another"

    assert send() == 0
    assert Delivery.objects.order_by("made_at").first().said == "SECRET_KEY"


def test_trial_goes_at_once_though_others_wait(told, send, receiver, hook, school, methodist):
    receiver.answers = [500]
    send()

    hooks.send_trial(actor=methodist, school_id=school.pk, token=hook.token, now=timezone.now())

    assert send() == 3
    assert {one["type"] for one in receiver.messages} == {"lesson.announced", "lesson.held", "ping"}


def test_webhook_that_another_process_has_is_left_to_it(told, hook):
    Webhook.objects.filter(pk=hook.pk).update(try_at=timezone.now() + timedelta(minutes=1))

    assert sending._send_to(hook, timezone.now() + timedelta(minutes=1), clock=timezone.now) == 0


def test_webhook_that_is_changed_meanwhile_is_left(told, hook, receiver):
    assert sending._send_to(hook, timezone.now() - timedelta(seconds=1), clock=timezone.now) == 0
    assert receiver.messages == []


def test_tasks_send_and_forget(told, receiver, now):
    assert deliver.func() == 2
    Delivery.objects.update(made_at=now - timedelta(days=31))

    forget_what_is_old.func()

    assert not Delivery.objects.exists()
