from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone
from tests.people.factories import UserFactory

from nastavnik.people import selectors, services
from nastavnik.people.enums import ConsentHow, ConsentKind, LetterState, MailManner, NoticeKind
from nastavnik.people.models import Letter, Notice, NoticePreference, User
from nastavnik.people.selectors.notices import UNSUBSCRIBE_SALT
from nastavnik.people.services import notices
from nastavnik.people.tasks import forget_old_notices

pytestmark = pytest.mark.django_db
TEMPLATE = "people/notices/second_factor"


def tell(people, now, kind=NoticeKind.LESSONS, **words):
    return services.notify(user_ids=[one.pk for one in people], kind=kind, template=TEMPLATE, now=now, **words)


def test_notify_tells_in_the_page_and_by_mail(learner, place, now):
    assert tell([learner], now, link="/lessons/a/", place=place) == 1
    notice = Notice.objects.get()
    letter = Letter.objects.get()
    assert notice.title == "Защитите учётную запись вторым шагом"
    assert (letter.subject, letter.to_email, letter.place_id) == (notice.title, learner.email, place.id)
    assert "http://127.0.0.1:8000/lessons/a/" in letter.text
    assert letter.unsubscribe_url in letter.text
    assert letter.unsubscribe_url in letter.html


def test_notify_speaks_the_readers_language_and_zone(now, learner):
    english = UserFactory(language="en", time_zone="Asia/Omsk")
    tell([learner, english], now)
    assert Notice.objects.get(user=english).title == "Protect your account with a second step"
    assert "Hello" in Letter.objects.get(user=english).text


def test_notify_with_a_key_tells_once(learner, now):
    assert [tell([learner], now, key="k") for _again in range(2)] == [1, 0]
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 1)


def test_notify_skips_switched_off_accounts_and_nobody(now):
    assert tell([UserFactory(is_active=False)], now) == 0
    assert tell([], now) == 0
    assert not Letter.objects.exists()


def choose(person, mail=(), pushed=(), quiet=None, digest_hour=9):
    services.set_notice_preferences(actor=person, mail=dict(mail), pushed=pushed, quiet=quiet, digest_hour=digest_hour)


def test_mail_follows_default_and_preference(learner, now):
    tell([learner], now, kind=NoticeKind.LIVE)
    assert not Letter.objects.exists()
    choose(learner, {NoticeKind.LIVE: MailManner.AT_ONCE})
    tell([learner], now, kind=NoticeKind.LIVE)
    assert Letter.objects.count() == 1
    tell([learner], now, kind=NoticeKind.LESSONS)
    assert Letter.objects.count() == 1


def test_what_waits_does_not_come_by_a_way_that_she_has_ended(learner, now):
    choose(learner, {NoticeKind.LIVE: MailManner.AT_ONCE, NoticeKind.VIDEOS: MailManner.DIGEST})
    for kind in (NoticeKind.LIVE, NoticeKind.VIDEOS, NoticeKind.ACCOUNT):
        tell([learner], now, kind=kind)

    choose(learner)

    assert [letter.kind for letter in Letter.objects.all()] == [NoticeKind.ACCOUNT]
    assert not Notice.objects.filter(digest_at__isnull=False).exists()


def test_news_comes_by_mail_only_with_its_consent(methodist, learner, place, now):
    tell([learner], now, kind=NoticeKind.NEWS)
    assert not Letter.objects.exists()
    text = services.publish_consent_text(
        actor=methodist, place=place, kind=ConsentKind.NEWSLETTER, text="Новости.", now=now
    )
    services.give_consent(actor=learner, text_id=text.pk, place=place, how=ConsentHow.OWN_PAGE, now=now)
    tell([learner], now, kind=NoticeKind.NEWS)
    assert Letter.objects.count() == 1


def test_notify_asks_the_same_number_of_queries_for_many(now, django_assert_max_num_queries):
    people = [UserFactory() for _ in range(40)]
    with django_assert_max_num_queries(10):
        tell(people, now)
    assert Letter.objects.count() == 40


def test_letters_about_the_account_cannot_be_refused(learner, now):
    choose(learner)
    tell([learner], now, kind=NoticeKind.ACCOUNT)
    assert Letter.objects.get().unsubscribe_url == ""
    account, *others = selectors.notice_choices(learner)
    assert (account.mail, account.is_fixed) == (MailManner.AT_ONCE, True)
    assert all(choice.mail is MailManner.OFF and not choice.is_fixed for choice in others)
    assert NoticePreference.objects.count() == len(NoticeKind)


def test_unsubscribe_ends_the_kind_and_waiting_letters(learner, now):
    tell([learner], now)
    signed = Letter.objects.get().unsubscribe_url.rstrip("/").rsplit("/", 1)[-1]
    assert selectors.subscription(signed=signed) == (learner, [NoticeKind.LESSONS])
    services.unsubscribe(signed=signed)
    assert not Letter.objects.exists()
    tell([learner], now)
    assert not Letter.objects.exists()
    assert Notice.objects.count() == 2


def test_unsubscribe_by_a_forged_address_is_not_found(learner):
    for signed in ("nonsense", signing.dumps([learner.token, "lessons"], salt="other")):
        with pytest.raises(User.DoesNotExist):
            services.unsubscribe(signed=signed)
    learner.erased_at = timezone.now()
    learner.save()
    with pytest.raises(User.DoesNotExist):
        selectors.subscription(signed=signing.dumps([learner.token, "lessons"], salt=UNSUBSCRIBE_SALT))


def test_reading_counts_what_was_unread(learner, place, now):
    tell([learner], now)
    tell([learner], now)
    newest = selectors.notices_of(learner)[0].notice
    assert selectors.page_state(learner, place).unread == 2
    assert services.open_notice(actor=learner, notice_id=newest.pk, now=now) == newest
    assert services.read_notices(actor=learner, now=now) == 1
    assert selectors.page_state(learner, place).unread == 0


def test_open_notice_of_another_is_not_found(learner, methodist, now):
    tell([learner], now)
    with pytest.raises(Notice.DoesNotExist):
        services.open_notice(actor=methodist, notice_id=Notice.objects.get().pk, now=now)


def test_two_who_tell_the_same_at_once_write_one_letter(learner, now, monkeypatch):
    tell([learner], now, key="k")
    # the other has looked before this one's commit, and knows of no notice
    monkeypatch.setattr("nastavnik.people.services.notices._known", lambda _keys, _ids: set())
    tell([learner], now, key="k")
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 1)


def test_what_is_taken_back_stays_in_the_page_alone(learner, now):
    tell([learner], now, key="reminder:a:1")
    tell([learner], now, kind=NoticeKind.VIDEOS, key="reminder:a:2")
    tell([learner], now, key="reminder:b:1")
    services.take_back(keys_begin="reminder:a:")
    assert Letter.objects.get().key == "reminder:b:1"
    assert not Notice.objects.filter(digest_at__isnull=False).exists()
    assert Notice.objects.count() == 3


def test_old_notices_and_letters_are_forgotten(learner, now):
    tell([learner], now)
    Letter.objects.update(state=LetterState.SENT)
    services.read_notices(actor=learner, now=now)
    tell([learner], now)
    year = timedelta(days=366)
    assert notices.forget_old_notices(now=now + timedelta(days=364)) == 0
    assert notices.forget_old_notices(now=now + year) == 1
    # what waits is not lost
    assert Letter.objects.get().state == LetterState.WAITING
    assert notices.forget_old_notices(now=now + 2 * year) == 1


def test_task_forgets_what_is_old(learner, now):
    tell([learner], now - timedelta(days=1000))
    forget_old_notices.func()
    assert not Notice.objects.exists()
