import json

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from tests.people.views.pages import get, post, publish_all, text_of
from tests.programme.factories import SchoolFactory

from nastavnik.core.clock import now as clock_now
from nastavnik.people import services
from nastavnik.people.enums import MailManner, NoticeKind, Place, PlaceKind
from nastavnik.people.models import Consent, User
from nastavnik.people.selectors.notices import UNSUBSCRIBE_SALT

pytestmark = pytest.mark.django_db
PASSWORD = "верный пароль 1"


def test_first_page_asks_about_the_documents_with_nothing_ticked(learner_client, learner, place):
    texts = publish_all(place)
    response = get(learner_client, "profile")
    assert response["Location"] == "/me/consents/welcome/?next=%2Fme%2Fprofile%2F"
    page = text_of(learner_client.get(response["Location"]))
    assert page.index("Обработка персональных данных") < page.index("Новости школы")
    assert "checked" not in page.split('<form class="form"')[1].split("</form>")[0]
    answer = {"texts": [str(texts[0].pk), "nonsense"], "next": "/me/profile/"}
    assert learner_client.post("/me/consents/welcome/", answer)["Location"] == "/me/profile/"
    assert Consent.objects.get(user=learner).text == texts[0]
    assert get(learner_client, "profile").status_code == 200


def test_going_on_without_a_tick_is_possible_and_leads_nowhere_else(learner_client, place):
    publish_all(place)
    response = learner_client.post("/me/consents/welcome/", {"next": "https://evil.example/"})
    assert response["Location"] == "/"
    assert not Consent.objects.exists()


def test_scripts_and_leaving_are_not_stopped_by_the_documents(learner_client, place):
    publish_all(place)
    url = reverse("people:notices")
    assert learner_client.get(url, headers={"HX-Request": "true"}).status_code == 200
    assert learner_client.get(url, headers={"Accept": "application/json"}).status_code == 200
    assert learner_client.get("/accounts/logout/").status_code == 200
    assert get(learner_client, "own_data").status_code == 200


def test_school_under_a_path_asks_within_it(client, learner):
    within = SchoolFactory(path="north")
    place = Place(PlaceKind.SCHOOL, within.pk)
    SchoolFactory(host="south.example.ru")
    publish_all(place)
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get("/north/me/profile/")
    assert response["Location"] == "/north/me/consents/welcome/?next=%2Fnorth%2Fme%2Fprofile%2F"
    assert client.get(response["Location"]).status_code == 200
    assert client.post("/north/me/consents/welcome/", {"next": "https://evil.example/"})["Location"] == "/north/"


def test_consent_is_given_and_taken_back(learner_client, learner, place):
    texts = publish_all(place)
    post(learner_client, "give_consent", texts[3].pk)
    assert "Действует" in text_of(get(learner_client, "consents"))
    post(learner_client, "withdraw_consent", "newsletter")
    post(learner_client, "withdraw_consent", "nonsense")
    assert Consent.objects.get(user=learner).withdrawn_at is not None
    assert "отозвано" in text_of(get(learner_client, "consents"))


def test_profile_is_saved_with_its_language(learner_client, learner):
    words = {"full_name": "Анна", "position": "", "phone": "", "time_zone": "Asia/Omsk", "language": "en"}
    response = post(learner_client, "profile", **words)
    assert response.cookies["language"].value == "en"
    learner.refresh_from_db()
    assert learner.time_zone == "Asia/Omsk"
    assert "Your details are saved." in text_of(get(learner_client, "profile"))
    assert post(learner_client, "profile", **words | {"time_zone": "Moon"}).status_code == 200


def test_times_are_said_in_the_readers_zone(learner_client, learner):
    moment = timezone.now()
    learner.time_zone = "Asia/Kamchatka"
    learner.save()
    services.notify(user_ids=[learner.pk], kind=NoticeKind.LESSONS, template="people/notices/second_factor", now=moment)
    assert "+12:00" in text_of(get(learner_client, "notices"))


def test_notices_are_counted_opened_and_read(learner_client, learner):
    for link in ("/me/profile/", ""):
        services.notify(
            user_ids=[learner.pk],
            kind=NoticeKind.LESSONS,
            template="people/notices/second_factor",
            link=link,
            now=clock_now(),
        )
    page = get(learner_client, "notices")
    assert page.wsgi_request.unread_notices == 2
    links = [post(learner_client, "open_notice", one.notice.pk)["Location"] for one in page.context["notices"]]
    assert links == [reverse("people:notices"), "/me/profile/"]
    post(learner_client, "read_notices")
    assert get(learner_client, "notices").wsgi_request.unread_notices == 0


def test_guest_asks_nothing_of_the_people(client, school, django_assert_num_queries):
    get(client, "unsubscribe", "x")
    with django_assert_num_queries(0):
        get(client, "unsubscribe", "y")


CHOICE = {"digest_hour": "18", "is_quiet": "on", "quiet_from": "21", "quiet_until": "8"}


def test_preferences_are_kept(learner_client, learner):
    post(learner_client, "preferences", **CHOICE, **{"mail-videos": "at_once", "mail-live": "digest"}, pushed=["live"])
    page = get(learner_client, "preferences").context["page"]
    mailed = {choice.kind: choice.mail for choice in page.choices if choice.mail != MailManner.OFF}
    # what is told as it happens cannot wait for a summary
    assert mailed == {
        NoticeKind.ACCOUNT: MailManner.AT_ONCE,
        NoticeKind.VIDEOS: MailManner.AT_ONCE,
        NoticeKind.LIVE: MailManner.AT_ONCE,
    }
    assert [choice.kind for choice in page.choices if choice.is_pushed] == [NoticeKind.LIVE]
    assert page.initial == {"digest_hour": 18, "is_quiet": True, "quiet_from": 21, "quiet_until": 8}
    assert post(learner_client, "preferences", pushed=["nonsense"]).status_code == 200


def test_quiet_hours_can_be_taken_away(learner_client):
    post(learner_client, "preferences", **CHOICE | {"is_quiet": ""})
    initial = get(learner_client, "preferences").context["page"].initial
    assert initial == {"digest_hour": 18, "is_quiet": False, "quiet_from": 22, "quiet_until": 7}


def test_kind_is_kept_to_the_page_with_one_click(learner_client, learner):
    services.notify(
        user_ids=[learner.pk], kind=NoticeKind.LESSONS, template="people/notices/second_factor", now=clock_now()
    )
    assert "Такие показывать только здесь" in text_of(get(learner_client, "notices"))
    [shown] = get(learner_client, "notices").context["notices"]
    response = learner_client.post(reverse("people:keep_to_page", args=[shown.notice.pk]), follow=True)
    assert "приходит теперь только" in text_of(response)
    assert not response.context["notices"][0].comes_elsewhere


def test_unsubscribing_takes_one_post_and_no_sign_in(client, learner, school):
    signed = signing.dumps([learner.token, "lessons"], salt=UNSUBSCRIBE_SALT)
    url = reverse("people:unsubscribe", args=[signed])
    assert "Больше не присылать" in text_of(client.get(url))
    assert not learner.noticepreference_set.exists()
    client.handler.enforce_csrf_checks = True
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert learner.noticepreference_set.get().mail == MailManner.OFF
    assert get(client, "unsubscribe", "nonsense").status_code == 404


def test_own_data_is_given_as_a_file(learner_client, learner):
    response = get(learner_client, "export_own_data")
    assert json.loads(response.content)["account"]["email"] == learner.email
    assert "attachment" in response["Content-Disposition"]


def test_erasure_is_confirmed_by_the_address(learner_client, learner):
    assert "не ту почту" in text_of(post(learner_client, "own_data", email="other@example.ru"))
    assert "Ваши данные удалены" in text_of(post(learner_client, "own_data", email=learner.email))
    assert get(learner_client, "profile").status_code == 302
    assert not User.objects.get(pk=learner.pk).is_active
