import io
import json

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.programme.factories import SchoolFactory

from nastavnik.core.clock import now as clock_now
from nastavnik.people import services
from nastavnik.people.enums import ConsentKind, LetterFault, LetterState, NoticeKind, Place, PlaceKind, Role
from nastavnik.people.models import Consent, Letter, Library, Organisation, RoleAssignment, StaffImport, User
from nastavnik.people.permissions import SYSTEM, has_role
from nastavnik.people.selectors.notices import UNSUBSCRIBE_SALT
from nastavnik.people.services import outbox
from nastavnik.programme.selectors.schools import forget_schools

pytestmark = pytest.mark.django_db
PASSWORD = "верный пароль 1"


@pytest.fixture
def school(db):
    return SchoolFactory(title="Школа наставничества")


@pytest.fixture
def place(school):
    return Place(PlaceKind.SCHOOL, school.pk)


@pytest.fixture
def other_place(db):
    return Place(PlaceKind.SCHOOL, SchoolFactory(host="other.example.ru").pk)


@pytest.fixture
def methodist_client(client, methodist):
    client.force_login(methodist, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def learner_client(client, learner):
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(response):
    return response.content.decode()


def post(client, page, *args, **data):
    return client.post(reverse(f"people:{page}", args=args), data)


def get(client, page, *args, **data):
    return client.get(reverse(f"people:{page}", args=args), data)


PRIVATE = [
    "profile security own_data export_own_data consents welcome notices preferences",
    "people invite staff_lists libraries add_library organisations add_organisation outbox consent_texts",
]
OWN, DESK = (names.split() for names in PRIVATE)


@pytest.mark.parametrize("name", OWN + DESK)
def test_guest_is_sent_to_sign_in(client, school, name):
    response = get(client, name)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("name", OWN)
def test_own_pages_open_for_everybody_signed_in(learner_client, name):
    assert get(learner_client, name).status_code == 200


@pytest.mark.parametrize("name", DESK)
def test_desk_opens_for_the_methodist_alone(methodist_client, learner, outsider, name):
    assert get(methodist_client, name).status_code == 200
    for stranger in (learner, outsider):
        methodist_client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
        assert get(methodist_client, name).status_code == 403


@pytest.mark.parametrize("name", ["person", "edit_person", "roles", "renew_invitation", "deactivate", "activate"])
def test_person_of_another_school_answers_as_missing(methodist_client, outsider, name):
    url = reverse(f"people:{name}", args=[outsider.token])
    response = (
        methodist_client.get(url)
        if name in {"person", "edit_person"}
        else methodist_client.post(url, {"role": "learner"})
    )
    assert response.status_code == 404


# --- the desk


def test_people_are_shown_and_exported(methodist_client, learner):
    assert learner.full_name in text_of(get(methodist_client, "people"))
    assert learner.full_name in get(methodist_client, "people", export="csv").getvalue().decode()
    assert get(methodist_client, "people", export="xlsx").getvalue().startswith(b"PK")


def test_people_ask_the_same_number_of_queries_for_many(methodist_client, place, branch, assert_flat):
    def grow():
        for _ in range(3):
            one = UserFactory(library=branch)
            grant(one, Role.LEARNER, place)
            grant(one, Role.MENTOR, place)

    assert_flat(lambda: get(methodist_client, "people"), grow)


def test_libraries_and_outbox_ask_the_same_number_of_queries_for_many(methodist_client, learner, network, assert_flat):
    assert_flat(lambda: get(methodist_client, "libraries"), lambda: LibraryFactory(organisation=network))

    def grow():
        services.notify(
            user_ids=[learner.pk], kind=NoticeKind.LESSONS, template="people/notices/second_factor", now=clock_now()
        )
        Letter.objects.update(state=LetterState.FAILED, fault=LetterFault.SERVER)

    assert_flat(lambda: get(methodist_client, "outbox"), grow)


def test_person_is_edited_and_a_refusal_keeps_what_was_typed(methodist_client, learner, place, other_place, branch):
    words = {"full_name": "Новая Анна", "position": "зав.", "phone": "", "library": branch.token, "email": "n@b.ru"}
    response = post(methodist_client, "edit_person", learner.token, **words)
    assert response["Location"] == reverse("people:person", args=[learner.token])
    learner.refresh_from_db()
    assert (learner.full_name, learner.library, learner.email) == ("Новая Анна", branch, "n@b.ru")
    learner.last_login = timezone.now()
    learner.save()
    assert "Почту человек меняет сам" in text_of(get(methodist_client, "edit_person", learner.token))
    grant(learner, Role.LEARNER, other_place)
    response = post(methodist_client, "edit_person", learner.token, **words | {"full_name": "Другая Анна"})
    assert response.status_code == 200
    assert "Другая Анна" in text_of(response)
    assert "ещё в одной школе" in text_of(response)


def test_roles_are_granted_and_withdrawn(methodist_client, learner, place):
    post(methodist_client, "roles", learner.token, role="mentor")
    assert has_role(User.objects.get(pk=learner.pk), place, Role.MENTOR)
    response = post(methodist_client, "roles", learner.token, role="mentor", withdraw="1")
    assert response["Location"] == reverse("people:person", args=[learner.token])
    response = post(methodist_client, "roles", learner.token, role="learner", withdraw="1")
    assert response["Location"] == reverse("people:people")
    assert not RoleAssignment.objects.filter(user=learner).exists()


def test_unknown_role_changes_nothing(methodist_client, learner):
    post(methodist_client, "roles", learner.token, role="king")
    assert RoleAssignment.objects.filter(user=learner).count() == 1


def test_switching_off_offers_undo(methodist_client, learner):
    response = methodist_client.post(reverse("people:deactivate", args=[learner.token]), follow=True)
    assert not User.objects.get(pk=learner.pk).is_active
    assert reverse("people:activate", args=[learner.token]) in text_of(response)
    post(methodist_client, "activate", learner.token)
    assert User.objects.get(pk=learner.pk).is_active


def test_refusal_comes_back_as_a_message(methodist_client, methodist):
    url = reverse("people:person", args=[methodist.token])
    deactivate = reverse("people:deactivate", args=[methodist.token])
    response = methodist_client.post(deactivate, headers={"Referer": f"http://testserver{url}"}, follow=True)
    assert "Свою учётную запись здесь выключить нельзя" in text_of(response)


def test_inviting_shows_the_link_once(methodist_client, place):
    response = post(methodist_client, "invite", email="new@example.ru", full_name="Новая Анна", role="learner")
    assert "/invitation/" in text_of(response)
    assert Letter.objects.get(to_email="new@example.ru")
    person = User.objects.get(email="new@example.ru")
    assert "/invitation/" in text_of(post(methodist_client, "renew_invitation", person.token))


def test_inviting_a_stranger_with_an_account_shows_no_link(methodist_client, outsider):
    response = post(methodist_client, "invite", email=outsider.email, full_name="Кто", role="learner")
    assert "ссылка здесь не показывается" in text_of(response)


def test_library_is_added_edited_and_refused_when_taken(methodist_client, network, branch):
    words = {"name": "Пушкарская", "kind": "branch", "number": "22", "settlement": "", "organisation": network.token}
    assert post(methodist_client, "add_library", **words)["Location"] == reverse("people:libraries")
    assert post(methodist_client, "add_library", **words).status_code == 200
    more = words | {"name": "Третья", "number": "23", "more": "1"}
    assert post(methodist_client, "add_library", **more)["Location"] == reverse("people:add_library")
    library = Library.objects.get(number=22)
    post(methodist_client, "library", library.token, **words | {"settlement": "с. Пушкарное", "is_model": "on"})
    library.refresh_from_db()
    assert (library.settlement, library.is_model) == ("с. Пушкарное", True)
    assert "уже есть" in text_of(post(methodist_client, "library", library.token, **words | {"number": "6"}))
    assert "с. Пушкарное" in text_of(get(methodist_client, "library", library.token))


def test_organisation_is_added_edited_and_refused_when_taken(methodist_client, network):
    words = {"name": "БГИИК", "short_name": "БГИИК", "legal_form": "university", "site": ""}
    assert post(methodist_client, "add_organisation", **words)["Location"] == reverse("people:organisations")
    added = Organisation.objects.get(name="БГИИК")
    post(methodist_client, "organisation", added.token, **words | {"short_name": "Институт"})
    added.refresh_from_db()
    assert added.short_name == "Институт"
    response = post(methodist_client, "organisation", added.token, **words | {"name": network.name})
    assert "уже есть" in text_of(response)


def test_library_of_others_can_be_read_only(client, methodist, outsider, school, branch, place, other_place):
    in_network(branch.organisation, other_place, is_keeper=False)
    client.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("people:library", args=[branch.token])
    assert client.get(url).status_code == 404
    response = client.get(url, headers={"Host": "other.example.ru"})
    assert "Данные меняет методист школы" in text_of(response)


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["*"]
    forget_schools()


def upload(client, rows):
    file = io.BytesIO("\n".join(["ФИО;Почта;Должность", *rows]).encode("cp1251"))
    file.name = "Список.csv"
    return client.post(reverse("people:staff_lists"), {"file": file})


def test_staff_list_goes_through_preview_apply_and_undo(methodist_client, methodist):
    rows = ["Новая Анна;new@example.ru;зав.", f"{methodist.full_name};{methodist.email};методист", "Вакансия;;"]
    page = upload(methodist_client, rows)["Location"]
    for rows_of, words in (
        ("", "Новая Анна"),
        ("changed", "методист"),
        ("odd", "не похоже на имя"),
        ("same", "Таких строк"),
    ):
        assert words in text_of(methodist_client.get(page, {"rows": rows_of}))
    assert not User.objects.filter(email="new@example.ru").exists()
    token = StaffImport.objects.get().token
    assert post(methodist_client, "recheck_staff_list", token)["Location"] == page
    response = methodist_client.post(
        reverse("people:apply_staff_list", args=[token]), {"is_inviting": "1"}, follow=True
    )
    assert reverse("people:undo_staff_list", args=[token]) in text_of(response)
    assert Letter.objects.get(to_email="new@example.ru")
    User.objects.filter(email="new@example.ru").update(last_login=timezone.now())
    response = methodist_client.post(reverse("people:undo_staff_list", args=[token]), follow=True)
    assert "1 человек оставлен как есть" in text_of(response)
    assert "входил" in text_of(response)
    assert "Список.csv" in text_of(get(methodist_client, "staff_lists"))


def test_unreadable_file_is_refused_on_the_form(methodist_client):
    file = io.BytesIO(b"\x89PNG\x00")
    file.name = "a.png"
    response = methodist_client.post(reverse("people:staff_lists"), {"file": file})
    assert "не читается как таблица" in text_of(response)


def test_undo_of_everything_keeps_nobody(methodist_client):
    upload(methodist_client, ["Новая Анна;new@example.ru;"])
    token = StaffImport.objects.get().token
    post(methodist_client, "apply_staff_list", token)
    response = methodist_client.post(reverse("people:undo_staff_list", args=[token]), follow=True)
    assert "оставлен" not in text_of(response)
    assert not User.objects.filter(email="new@example.ru").exists()


def test_failed_letter_is_explained_and_sent_again(methodist_client, learner, place):
    services.notify(
        user_ids=[learner.pk],
        kind=NoticeKind.LESSONS,
        template="people/notices/second_factor",
        now=clock_now(),
        place=place,
    )
    Letter.objects.update(state=LetterState.FAILED, fault=LetterFault.ADDRESS, error="SMTP 550")
    page = text_of(get(methodist_client, "outbox"))
    assert "Почтовый сервер не принял адрес" in page
    assert "SMTP 550" in page
    post(methodist_client, "retry_letter", Letter.objects.get().token)
    assert Letter.objects.get().state == LetterState.WAITING


def test_text_of_a_consent_is_published_at_the_desk(methodist_client, place):
    response = post(methodist_client, "consent_texts", kind="recording", text="## Запись\n\nДа.")
    assert response.status_code == 302
    page = text_of(get(methodist_client, "consent_texts", kind="recording"))
    assert "## Запись" in page
    assert "<h2>Запись</h2>" in text_of(get(methodist_client, "document", "recording"))
    assert get(methodist_client, "document", "nonsense").status_code == 404


# --- one's own pages


def publish_all(place):
    return services.publish_default_consents(
        actor=SYSTEM, place=place, operator="МУК «ЦБ»", contact="cb@example.ru", now=clock_now()
    )


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
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
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
    links = [post(learner_client, "open_notice", one.pk)["Location"] for one in page.context["notices"]]
    assert links == [reverse("people:notices"), "/me/profile/"]
    post(learner_client, "read_notices")
    assert get(learner_client, "notices").wsgi_request.unread_notices == 0


def test_guest_asks_nothing_of_the_people(client, school, django_assert_num_queries):
    get(client, "unsubscribe", "x")
    with django_assert_num_queries(0):
        get(client, "unsubscribe", "y")


def test_preferences_are_kept(learner_client, learner):
    post(learner_client, "preferences", mailed=["videos"])
    page = get(learner_client, "preferences")
    assert {choice.kind for choice in page.context["choices"] if choice.is_mailed} == {"account", "videos"}
    assert post(learner_client, "preferences", mailed=["nonsense"]).status_code == 200


def test_unsubscribing_takes_one_post_and_no_sign_in(client, learner, school):
    signed = signing.dumps([learner.token, "lessons"], salt=UNSUBSCRIBE_SALT)
    url = reverse("people:unsubscribe", args=[signed])
    assert "Больше не присылать" in text_of(client.get(url))
    assert not learner.noticepreference_set.exists()
    client.handler.enforce_csrf_checks = True
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not learner.noticepreference_set.get().is_mailed
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


# --- coming in


def invited(methodist, place, email="new@example.ru", role=Role.LEARNER):
    words = {"actor": methodist, "place": place, "place_title": "Школа", "email": email, "full_name": "Новая Анна"}
    services.invite_person(**words, role=role, now=clock_now())
    secret = Letter.objects.latest("pk").text.split("/invitation/")[1].split("/")[0]
    return reverse("people:invitation", args=[secret])


def test_invitation_lets_in_by_a_press_and_not_by_looking(client, methodist, place):
    url = invited(methodist, place)
    for _again in range(2):
        assert "Новая Анна" in text_of(client.get(url))
    assert client.post(url, {"password": "1234"}).status_code == 200
    response = client.post(url, {"password": PASSWORD})
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email="new@example.ru").pk)
    assert User.objects.get(email="new@example.ru").check_password(PASSWORD)
    over = client.get(url)
    assert over.status_code == 410
    assert "больше не действует" in text_of(over)
    assert client.post(url).status_code == 410


def test_invitation_opened_by_another_signed_in_person_changes_who_is_in(methodist_client, methodist, place):
    url = invited(methodist, place)
    methodist_client.post(url, {"password": ""})
    assert methodist_client.session["_auth_user_id"] == str(User.objects.get(email="new@example.ru").pk)


def test_invitation_does_not_open_a_second_step(client, methodist, place):
    url = invited(methodist, place)
    user = User.objects.get(email="new@example.ru")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.post(url, {"password": ""})["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_invitation_of_an_outside_account_asks_to_sign_in_first(client, methodist, outsider, place):
    url = invited(methodist, place, outsider.email, Role.MENTOR)
    assert "Сначала войдите" in text_of(client.get(url))
    client.post(url)
    assert not has_role(User.objects.get(pk=outsider.pk), place, Role.MENTOR)
    client.force_login(outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(url)["Location"] == "/"
    assert has_role(User.objects.get(pk=outsider.pk), place, Role.MENTOR)


def test_registration_is_closed_unless_the_school_opens_it(client, school, place):
    publish_all(place)
    assert "по приглашению" in text_of(get(client, "register"))
    post(client, "register", email="new@example.ru", full_name="Новая Анна", is_agreed="on")
    assert not User.objects.exists()
    assert "по приглашению" in text_of(client.get(reverse("account_signup")))


@pytest.fixture
def open_school(school, monkeypatch):
    monkeypatch.setattr(type(school), "is_registration_open", True, raising=False)
    return school


def code_of_last_letter():
    outbox.send_due_letters(clock=clock_now)
    text = mail.outbox[-1].body
    return next(word for word in text.split() if word.isdigit() and len(word) == 6)


def test_registration_needs_the_consent_and_ends_with_a_code(client, open_school, place):
    publish_all(place)
    words = {"email": "new@example.ru", "full_name": "Новая Анна"}
    assert "нельзя" in text_of(post(client, "register", **words))
    response = post(client, "register", **words, is_agreed="on")
    assert response["Location"] == reverse("account_confirm_login_code")
    user = User.objects.get(email="new@example.ru")
    assert Consent.objects.get(user=user).text.kind == ConsentKind.PROCESSING
    client.post(response["Location"], {"code": code_of_last_letter()})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert get(client, "register").status_code == 302


def test_registration_answers_the_same_for_a_known_address(client, open_school, learner, place):
    publish_all(place)
    response = post(client, "register", email=learner.email, full_name="Кто-то", is_agreed="on")
    assert response["Location"] == reverse("account_confirm_login_code")
    assert User.objects.get(pk=learner.pk).full_name == learner.full_name


def test_registration_writes_to_one_address_only_a_few_times(client, open_school, place):
    publish_all(place)
    cache.clear()
    words = {"email": "new@example.ru", "full_name": "Новая Анна", "is_agreed": "on"}
    statuses = [post(Client(), "register", **words).status_code for _try in range(6)]
    assert statuses == [302] * 5 + [429]
