"""Notices in browsers, by a push service on loopback that reads them as a browser would."""

from datetime import timedelta

import pytest
import requests
from tests.fakes.push_service import PushService, to_text
from tests.people.factories import UserFactory
from urllib3.exceptions import LocationParseError

from nastavnik.core import clock
from nastavnik.people import services
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import PushMessage, PushSubscription
from nastavnik.people.services.notices import take_back
from nastavnik.people.services.push import outbox, wire
from nastavnik.people.services.push.addresses import is_known, read_browser
from nastavnik.people.services.push.browsers import MOST_BROWSERS, browser_name
from nastavnik.people.services.refusals import BrowserNotUnderstood, PushServiceUnknown
from nastavnik.people.tasks import send_pushes

pytestmark = pytest.mark.django_db
TEMPLATE = "people/notices/second_factor"


@pytest.fixture
def push_service(tmp_path, settings, monkeypatch):
    service = PushService(tmp_path)
    settings.WEB_PUSH, settings.WEB_PUSH_SERVICES = True, [service.host]
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(service.authority))
    yield service
    service.close()


@pytest.fixture
def subscription(push_service, learner, now):
    return switch_on(learner, push_service.browser(), now)


def switch_on(person, browser, now, user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"):
    return services.switch_on_browser(actor=person, told=browser.told, user_agent=user_agent, now=now)


def tell(person, now, kind=NoticeKind.LIVE, **words):
    return services.notify(user_ids=[person.pk], kind=kind, template=TEMPLATE, now=now, **words)


def send(now):
    return outbox.send_due_pushes(clock=lambda: now)


def test_notice_is_encrypted_for_the_browser_and_signed_by_the_school(
    subscription, learner, push_service, settings, now
):
    settings.BASE_URL = "https://school.example.ru"
    tell(learner, now, link="/lessons/a/", key="on_air:1")
    send(now)
    [came] = push_service.delivered
    assert came.notice.keys() == {"title", "text", "link"}
    assert (came.notice["title"], came.notice["link"]) == ("Защитите учётную запись вторым шагом", "/lessons/a/")
    assert came.claims["sub"] == "https://school.example.ru"
    # RFC 8292: at most a day ahead
    assert came.claims["exp"] == int((now + timedelta(hours=12)).timestamp())
    assert came.key == wire.public_key() == services.offered_key()
    assert (came.headers["urgency"], came.headers["ttl"], len(came.headers["topic"])) == ("high", "86400", 32)
    subscription.refresh_from_db()
    assert subscription.used_at == now
    assert not PushMessage.objects.exists()


def test_what_may_wait_is_not_urgent_and_long_texts_are_cut(subscription, push_service, learner, now):
    outbox.queue_pushes(
        [outbox.Queued(learner.pk, wire.Push("Заголовок", "ё" * 1000, ""), NoticeKind.NEWS, "", None)], now=now
    )
    message = PushMessage.objects.get()
    assert (len(message.text), message.text[-1], message.is_urgent) == (300, "…", False)


def test_address_and_keys_lie_sealed(subscription, push_service):
    row = PushSubscription.objects.values().get()
    browser = push_service.browser()
    for secret in (browser.endpoint, to_text(browser.auth), to_text(browser.point)):
        assert secret not in str(row)
    assert row["browser"] == "Firefox, Windows"


def test_message_is_queued_once_for_a_key(subscription, learner, now):
    for _again in range(2):
        outbox.queue_pushes([outbox.Queued(learner.pk, wire.Push("Т", "", ""), NoticeKind.LIVE, "k", None)], now=now)
    assert PushMessage.objects.count() == 1


def test_installation_that_has_it_off_queues_sends_and_offers_nothing(
    subscription, learner, push_service, settings, now
):
    tell(learner, now)
    settings.WEB_PUSH = False
    send(now)
    tell(learner, now)
    assert (push_service.delivered, PushMessage.objects.count(), services.offered_key()) == ([], 1, "")


@pytest.mark.parametrize("status", [404, 410])
def test_browser_that_is_gone_is_forgotten(subscription, learner, push_service, now, status):
    push_service.answers = [status]
    tell(learner, now)
    send(now)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_service_that_is_busy_is_asked_again_and_at_last_given_up(subscription, learner, push_service, now, status):
    push_service.answers = [status] * 9
    tell(learner, now)
    moment = now
    for wait in outbox.WAITS:
        send(moment)
        message = PushMessage.objects.get()
        assert message.try_at == moment + wait
        send(moment)
        assert PushMessage.objects.get().attempts == message.attempts
        moment += wait
    send(moment)
    assert not PushMessage.objects.exists()
    assert PushSubscription.objects.exists()


def test_service_that_does_not_answer_is_asked_again(subscription, learner, push_service, now, monkeypatch):
    monkeypatch.setattr(requests.Session, "post", lambda *_args, **_words: (_ for _ in ()).throw(requests.Timeout))
    tell(learner, now)
    send(now)
    assert PushMessage.objects.get().attempts == 1


@pytest.mark.parametrize("status", [302, 307, 400, 401, 403, 413])
def test_refusal_and_redirection_end_the_message_alone(subscription, learner, push_service, now, status):
    push_service.answers = [status]
    tell(learner, now)
    send(now)
    assert not PushMessage.objects.exists()
    assert PushSubscription.objects.exists()
    assert push_service.delivered == []


def test_killed_worker_leaves_its_message_to_the_next(subscription, learner, push_service, now, monkeypatch):
    tell(learner, now)
    with monkeypatch.context() as killed:
        killed.setattr(outbox, "post", lambda _parcel: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send(now)
    send(now)
    assert push_service.delivered == []
    send(now + outbox.WAITS[0])
    assert len(push_service.delivered) == 1


def test_message_that_waits_does_not_come_after_she_has_ended_its_kind(subscription, learner, now):
    tell(learner, now)
    words = {"mail": {}, "quiet": None, "digest_hour": 9}
    services.set_notice_preferences(actor=learner, pushed=[NoticeKind.LIVE], **words)
    assert PushMessage.objects.exists()
    services.set_notice_preferences(actor=learner, pushed=[], **words)
    assert not PushMessage.objects.exists()


def test_message_that_kills_its_worker_each_time_is_given_up(subscription, learner, push_service, now, monkeypatch):
    tell(learner, now)
    with monkeypatch.context() as killed:
        killed.setattr(outbox, "post", lambda _parcel: 1 / 0)
        for tries in range(1 + len(outbox.WAITS)):
            with pytest.raises(ZeroDivisionError):
                send(now + tries * outbox.WAITS[0])
    send(now + timedelta(hours=12))
    assert push_service.delivered == []


@pytest.mark.parametrize("error", [UnicodeError, LocationParseError("host"), ValueError])
def test_address_that_nobody_can_call_keeps_no_other_message(
    subscription, learner, push_service, now, monkeypatch, error
):
    other, odd = UserFactory(), f"https://{push_service.host}/odd"
    told = push_service.browser().told | {"endpoint": odd}
    services.switch_on_browser(actor=other, told=told, user_agent="", now=now)
    send_on = requests.Session.post

    def post(session, url, **words):
        if url == odd:
            raise error
        return send_on(session, url, **words)

    monkeypatch.setattr(requests.Session, "post", post)
    services.notify(user_ids=[learner.pk, other.pk], kind=NoticeKind.LIVE, template=TEMPLATE, now=now)
    send(now)
    assert len(push_service.delivered) == 1
    assert not PushMessage.objects.exists()


@pytest.mark.parametrize("label", ["", "a" * 64, "a."])
def test_name_that_cannot_be_is_not_known(settings, label):
    settings.WEB_PUSH_SERVICES = ["*.push.example.ru"]
    assert is_known(f"https://{'a' * 63}.push.example.ru/x")
    assert not is_known(f"https://{label}.push.example.ru/x")


def test_message_that_another_worker_holds_is_left_to_it(subscription, learner, push_service, now, monkeypatch):
    tell(learner, now)
    monkeypatch.setattr(outbox, "_is_ours", lambda _message, _now: False)
    send(now)
    assert push_service.delivered == []


def test_message_that_became_useless_is_dropped(subscription, learner, push_service, now):
    tell(learner, now, useless_at=now + timedelta(minutes=5))
    send(now + timedelta(minutes=5))
    tell(learner, now, useless_at=now)
    assert (push_service.delivered, PushMessage.objects.count()) == ([], 0)


def test_what_is_taken_back_does_not_leave(subscription, learner, push_service, now):
    tell(learner, now, key="reminder:1:2")
    take_back(keys_begin="reminder:1:")
    send(now)
    assert push_service.delivered == []


def test_row_taken_back_while_it_leaves_harms_nothing(subscription, learner, push_service, now, monkeypatch):
    tell(learner, now)

    def post(parcel):
        return wire.Reply(wire.Answer.TAKEN)

    monkeypatch.setattr(outbox, "post", post)
    claimed = outbox._claim(now)
    PushMessage.objects.all().delete()
    outbox._finish(claimed[0], wire.Reply(wire.Answer.LATER, "503"), now)
    assert not PushMessage.objects.exists()


def test_browser_sealed_with_another_secret_is_forgotten(subscription, learner, now, settings):
    tell(learner, now)
    settings.SECRET_KEY = "another"
    send(now)
    assert not PushSubscription.objects.exists()


def test_service_struck_off_the_list_is_asked_no_more(subscription, learner, push_service, now, settings):
    tell(learner, now)
    settings.WEB_PUSH_SERVICES = []
    send(now)
    assert (push_service.delivered, PushSubscription.objects.count()) == ([], 0)


def test_quiet_hours_ring_no_browser(subscription, learner, now):
    tell(learner, now.replace(hour=23))
    assert not PushMessage.objects.exists()


def test_kind_kept_to_the_page_leaves_the_browser_at_once(subscription, learner, now):
    tell(learner, now)
    services.keep_to_page(actor=learner, notice_id=learner.notice_set.get().pk, now=now)
    assert not PushMessage.objects.exists()
    tell(learner, now)
    assert not PushMessage.objects.exists()


def test_account_is_never_kept_to_the_page(learner, now):
    tell(learner, now, kind=NoticeKind.ACCOUNT)
    assert services.keep_to_page(actor=learner, notice_id=learner.notice_set.get().pk, now=now) == NoticeKind.ACCOUNT
    assert not learner.noticepreference_set.exists()


# --- browsers --------------------------------------------------------------------------------------------------------


def test_browser_belongs_to_whoever_switched_it_on_last(subscription, push_service, now):
    other = UserFactory()
    switch_on(other, push_service.browser(), now)
    assert PushSubscription.objects.get().user == other


def test_oldest_browser_goes_when_there_are_too_many(push_service, learner, now):
    for number in range(MOST_BROWSERS + 1):
        switch_on(learner, push_service.browser(str(number)), now + timedelta(minutes=number))
    kept = PushSubscription.objects.order_by("created_at")
    assert (kept.count(), kept[0].created_at) == (MOST_BROWSERS, now + timedelta(minutes=1))


def test_browser_is_switched_off_by_its_person_alone(subscription, push_service, learner, methodist):
    with pytest.raises(PushSubscription.DoesNotExist):
        services.switch_off_browser(actor=methodist, token=subscription.token)
    services.switch_off_address(actor=methodist, endpoint=push_service.browser().endpoint)
    services.leave_browser(user_id=methodist.pk, token=subscription.token)
    assert PushSubscription.objects.exists()
    services.switch_off_browser(actor=learner, token=subscription.token)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("service", "endpoint", "expected"),
    [
        ("push.example.ru", "https://push.example.ru/x", True),
        ("push.example.ru", "https://PUSH.example.ru:443/x", True),
        ("push.example.ru", "http://push.example.ru/x", False),
        ("push.example.ru", "https://push.example.ru:8443/x", False),
        ("push.example.ru:8443", "https://push.example.ru:8443/x", True),
        ("push.example.ru", "https://evil.example/push.example.ru", False),
        ("push.example.ru", "https://push.example.ru.evil.example/x", False),
        ("push.example.ru", "https://push.example.ru@evil.example/x", False),
        ("push.example.ru", "https://user@push.example.ru/x", False),
        ("*.example.ru", "https://a.b.example.ru/x", True),
        ("*.example.ru", "https://example.ru/x", False),
        ("*.example.ru", "https://evilexample.ru/x", False),
        ("push.example.ru", "https://127.0.0.1/x", False),
        ("push.example.ru", "https://push.example.ru:x/", False),
        ("push.example.ru", "https://[::1/x", False),
        ("push.example.ru", "https://push.example.ru/ё", False),
        ("push.example.ru", "", False),
    ],
)
def test_only_named_services_are_known(settings, service, endpoint, expected):
    settings.WEB_PUSH_SERVICES = [service]
    assert is_known(endpoint) is expected


def test_browser_that_tells_nonsense_is_refused(push_service):
    told = push_service.browser().told
    point = told["keys"]["p256dh"]
    for wrong in (
        {},
        {"endpoint": told["endpoint"]},
        told | {"endpoint": 5},
        told | {"endpoint": "https://" + "a" * 1000},
        told | {"keys": {"p256dh": point}},
        told | {"keys": {"p256dh": "AAAA", "auth": to_text(b"sixteen-secrets!")}},
        told | {"keys": {"p256dh": "no base64!", "auth": to_text(b"sixteen-secrets!")}},
        told | {"keys": {"p256dh": point, "auth": to_text(b"short")}},
    ):
        with pytest.raises(BrowserNotUnderstood):
            read_browser(wrong)
    with pytest.raises(PushServiceUnknown):
        read_browser(told | {"endpoint": "https://169.254.169.254/latest/"})


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 YaBrowser/25.8 Safari/537.36", "Яндекс Браузер, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
    ],
)
def test_browser_is_called_by_its_name(user_agent, name):
    assert browser_name(user_agent) == name


def test_school_without_https_names_its_mail(settings):
    settings.DEFAULT_FROM_EMAIL = "Школа <school@example.ru>"
    assert wire.contact() == "mailto:school@example.ru"


def test_task_sends_what_waits(subscription, learner, push_service):
    tell(learner, clock.now().replace(hour=9))
    PushMessage.objects.update(try_at=clock.now(), expires_at=clock.now() + timedelta(hours=1))
    send_pushes.func()
    assert len(push_service.delivered) == 1
