"""One letter instead of many."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.people.factories import UserFactory

from nastavnik.people import services
from nastavnik.people.enums import DIGEST, MailManner, NoticeKind
from nastavnik.people.models import Letter, Notice, User
from nastavnik.people.services import digest
from nastavnik.people.services.delivery import LETTERS_AN_HOUR
from nastavnik.people.tasks import send_digests

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def tell(person, now, kind=NoticeKind.VIDEOS, **words):
    template = "people/notices/second_factor"
    return services.notify(user_ids=[person.pk], kind=kind, template=template, now=now, **words)


def send(now):
    return digest.send_due_digests(clock=lambda: now)


def test_what_may_wait_comes_as_one_letter_in_the_morning(learner, place, now):
    for number in range(3):
        tell(learner, now + timedelta(minutes=number), link=f"/lessons/{number}/", place=place)
    assert not Letter.objects.exists()
    assert send(now + HOUR) == 0
    assert send(now + DAY) == 1
    letter = Letter.objects.get()
    assert (letter.kind, letter.subject, letter.place_id) == (DIGEST, "Сводка школы: 3 уведомления", place.id)
    assert letter.text.count("http://127.0.0.1:8000/lessons/") == letter.html.count("/lessons/") == 3
    assert letter.unsubscribe_url in letter.text


def test_summary_comes_once_however_often_it_is_sent(learner, now):
    tell(learner, now)
    assert [send(now + DAY) for _again in range(2)] == [1, 0]
    assert Letter.objects.count() == 1


def test_process_that_dies_loses_nothing(learner, now, monkeypatch):
    tell(learner, now)
    with monkeypatch.context() as broken:
        broken.setattr(digest, "write_letters", lambda **_words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send(now + DAY)
    assert send(now + DAY) == 1


def test_what_was_read_in_the_page_does_not_come_again(learner, now):
    tell(learner, now)
    services.read_notices(actor=learner, now=now)
    assert send(now + DAY) == 0
    assert not Notice.objects.filter(digest_at__isnull=False).exists()


def test_each_school_has_a_summary_of_its_own(learner, place, other_place, now):
    for one in (place, other_place, place, None):
        tell(learner, now, place=one)
    assert send(now + DAY) == 3
    assert sorted(Letter.objects.values_list("place_id", flat=True), key=str) == [place.id, other_place.id, None]


def test_who_was_switched_off_gets_none(learner, now):
    tell(learner, now)
    User.objects.update(is_active=False)
    assert send(now + DAY) == 0
    assert not Letter.objects.exists()


def test_what_is_due_within_the_hour_comes_along(learner, now):
    tell(learner, now)
    first = Notice.objects.get().digest_at
    Notice.objects.create(user=learner, kind=NoticeKind.NEWS, title="Ещё", created_at=now, digest_at=first + HOUR)
    Notice.objects.create(user=learner, kind=NoticeKind.NEWS, title="Позже", created_at=now, digest_at=first + 2 * HOUR)
    send(first)
    assert "Ещё" in Letter.objects.get().text
    assert "Позже" not in Letter.objects.get().text


def test_flood_of_letters_is_one_letter_an_hour(learner, now):
    for minute in range(0, 240, 5):
        moment = now + timedelta(minutes=minute)
        tell(learner, moment, kind=NoticeKind.LESSONS)
        send(moment)
    times = list(Letter.objects.order_by("created_at").values_list("created_at", flat=True))
    for time in times:
        assert sum(time <= other < time + HOUR for other in times) <= LETTERS_AN_HOUR + 1
    assert Letter.objects.filter(kind=DIGEST).exists()
    send(now + DAY)
    # nothing was lost on the way: each stands in a letter of its own or in a summary
    in_summaries = sum(letter.text.count("\n— ") for letter in Letter.objects.filter(kind=DIGEST))
    assert Letter.objects.exclude(kind=DIGEST).count() + in_summaries == Notice.objects.count()


def test_late_summary_waits_for_the_end_of_quiet_hours(learner, now):
    User.objects.update(time_zone="Europe/Moscow")
    tell(learner, now)
    due = Notice.objects.get().digest_at
    local = due.astimezone(ZoneInfo("Europe/Moscow")).hour
    quiet = ((local + 1) % 24, (local + 5) % 24)
    services.set_notice_preferences(
        actor=learner, mail={NoticeKind.VIDEOS: MailManner.DIGEST}, pushed=[], quiet=quiet, digest_hour=local
    )
    assert send(due + 2 * HOUR) == 0
    assert Notice.objects.get().digest_at == due + 5 * HOUR
    assert send(due + 5 * HOUR) == 1


def test_long_summary_counts_what_it_does_not_list(learner, now):
    for _ in range(digest.MOST_LISTED + 2):
        tell(learner, now)
    send(now + DAY)
    letter = Letter.objects.get()
    assert letter.text.count("\n— ") == digest.MOST_LISTED
    assert "И ещё 2 — в школе." in letter.text


def test_one_click_ends_summaries_and_what_stands_in_them(learner, now):
    chosen = {
        NoticeKind.NEWS: MailManner.DIGEST,
        NoticeKind.DESK: MailManner.AT_ONCE,
        NoticeKind.VIDEOS: MailManner.DIGEST,
    }
    services.set_notice_preferences(actor=learner, mail=chosen, pushed=[], quiet=None, digest_hour=9)
    tell(learner, now)
    send(now + DAY)
    tell(learner, now + DAY, kind=NoticeKind.VIDEOS)
    signed = Letter.objects.get().unsubscribe_url.rstrip("/").rsplit("/", 1)[-1]
    person, kinds = services.unsubscribe(signed=signed)
    assert (person, kinds) == (learner, [NoticeKind.NEWS, NoticeKind.VIDEOS])
    assert send(now + 3 * DAY) == 0
    tell(learner, now, kind=NoticeKind.DESK)
    assert Letter.objects.filter(kind=NoticeKind.DESK).exists()


def test_many_people_are_written_to_one_after_the_other(now, monkeypatch):
    monkeypatch.setattr(digest, "PEOPLE_AT_ONCE", 2)
    for _ in range(5):
        tell(UserFactory(), now)
    assert send(now + DAY) == 5


def test_task_sends_what_is_due(learner, now):
    tell(learner, now - 400 * DAY)
    send_digests.func()
    assert Letter.objects.count() == 1
