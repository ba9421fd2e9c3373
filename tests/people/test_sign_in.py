from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.http import int_to_base36
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.core.clock import now as clock_now
from nastavnik.people import adapters
from nastavnik.people.models import Letter, User
from nastavnik.people.services import outbox
from nastavnik.programme.selectors.schools import forget_schools

pytestmark = pytest.mark.django_db
PASSWORD = "верный пароль 1"
LIMIT = 8


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()
    forget_schools()
    SchoolFactory()


@pytest.fixture
def person():
    return UserFactory(password=PASSWORD)


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_in(client):
    return "_auth_user_id" in client.session


def code_of_last_letter():
    outbox.send_due_letters(clock=clock_now)
    return next(word for word in mail.outbox[-1].body.split() if word.isdigit() and len(word) == 6)


def test_password_lets_in_whatever_the_case_of_the_address(client, person):
    assert sign_in(client, person.email.upper(), PASSWORD)["Location"] == "/"
    assert is_in(client)


def test_wrong_password_says_so_on_the_page(client, person):
    response = sign_in(client, person.email, "неверный")
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not is_in(client)


def test_page_of_sign_in_helps_the_browser_fill_it_in(client):
    page = client.get(reverse("account_login")).content.decode()
    assert 'autocomplete="email"' in page
    assert 'autocomplete="current-password"' in page
    assert "/accounts/vk/" not in page
    assert "/accounts/yandex/" not in page


def test_code_from_a_letter_lets_in_and_comes_through_the_outbox(client, person):
    response = client.post(reverse("account_request_login_code"), {"email": person.email})
    letter = Letter.objects.get()
    assert letter.expires_at - letter.created_at == timedelta(minutes=15)
    assert letter.user == person
    client.post(response["Location"], {"code": code_of_last_letter()})
    assert is_in(client)


def test_code_for_a_strange_address_answers_the_same_and_writes_nobody(client):
    response = client.post(reverse("account_request_login_code"), {"email": "nobody@example.ru"})
    assert response["Location"].startswith(reverse("account_confirm_login_code"))
    assert not Letter.objects.exists()


def test_codes_are_limited(person):
    for _ in range(7):
        Client().post(reverse("account_request_login_code"), {"email": person.email})
    assert Letter.objects.count() == 5


def test_wrong_codes_end_the_attempt(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    for _ in range(6):
        client.post(reverse("account_confirm_login_code"), {"code": "000000"})
    client.post(reverse("account_confirm_login_code"), {"code": code_of_last_letter()})
    assert not is_in(client)


def test_guessing_pauses_this_address_with_words_and_a_way_out(client, person):
    for _ in range(LIMIT):
        response = sign_in(client, person.email, "неверный")
    page = response.content.decode()
    assert response.status_code == 429
    assert "Вход приостановлен" in page
    assert "через 15 минут" in page
    assert reverse("account_request_login_code") in page
    assert sign_in(client, person.email, PASSWORD).status_code == 429
    assert not is_in(client)


def test_pause_of_one_address_stops_no_colleague_on_the_same_line(client, person):
    colleague = UserFactory(password=PASSWORD)
    for _ in range(LIMIT):
        sign_in(client, person.email, "неверный")
    sign_in(client, colleague.email, PASSWORD)
    assert is_in(client)


def test_code_works_while_the_password_is_paused(client, person):
    for _ in range(LIMIT):
        sign_in(client, person.email, "неверный")
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_of_last_letter()})
    assert is_in(client)


def test_pause_ends_by_itself(client, person):
    for _ in range(LIMIT):
        sign_in(client, person.email, "неверный")
    AccessAttempt.objects.update(attempt_time=clock_now() - timedelta(minutes=16))
    sign_in(client, person.email, PASSWORD)
    assert is_in(client)


def test_pause_counts_from_the_last_counted_failure():
    at = clock_now() - timedelta(minutes=5)
    attempt = AccessAttempt.objects.create(username="a@example.ru", ip_address="10.0.0.1", failures_since_start=9)
    AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=at)
    assert adapters.paused_until("a@example.ru", "10.0.0.1") == at + timedelta(minutes=15)
    assert adapters.paused_until("b@example.ru", "10.0.0.1") > clock_now()


def test_name_that_signs_in_is_read_from_credentials_or_the_form():
    request = RequestFactory().post("/", {"login": " Anna@Example.RU "})
    assert adapters.typed_name(request, {"email": "A@b.ru"}) == "a@b.ru"
    assert adapters.typed_name(request, {"username": "op@b.ru"}) == "op@b.ru"
    assert adapters.typed_name(request) == "anna@example.ru"
    assert adapters.typed_name(RequestFactory().get("/")) == ""


def test_switched_off_account_is_told_so(client, person):
    User.objects.update(is_active=False)
    page = client.get(reverse("account_inactive")).content.decode()
    assert "Учётная запись выключена" in page
    sign_in(client, person.email, PASSWORD)
    assert not is_in(client)


def test_outside_accounts_make_no_accounts(rf):
    assert not adapters.AccountAdapter().is_open_for_signup(rf.get("/"))
    assert not adapters.SocialAccountAdapter().is_open_for_signup(rf.get("/"), object())


def test_new_address_counts_once_its_letter_is_opened(client, person):
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("account_email"), {"email": "fresh@example.ru", "action_add": ""})
    outbox.send_due_letters(clock=clock_now)
    [letter] = [one for one in mail.outbox if one.to == ["fresh@example.ru"]]
    path = "/accounts/confirm-email/" + letter.body.split("/accounts/confirm-email/")[1].split()[0]
    person.refresh_from_db()
    assert person.email != "fresh@example.ru"
    client.post(path)
    person.refresh_from_db()
    assert person.email == "fresh@example.ru"


def test_address_stays_until_the_new_one_is_confirmed(client, person):
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = person.email
    client.get(reverse("account_email"))
    for typed in ("first@example.ru", "second@example.ru"):
        client.post(reverse("account_email"), {"email": typed, "action_add": ""})
        person.refresh_from_db()
        assert person.email == before


@pytest.fixture
def impostor(client, person):
    """Somebody, known longer, who has typed the person's address as her own new one."""
    User.objects.filter(pk=person.pk).update(id=person.pk + 100)
    other = UserFactory(pk=person.pk)
    EmailAddress.objects.create(user=other, email=person.email, verified=False)
    return other


def test_code_goes_to_the_account_that_has_the_address(client, person, impostor):
    response = client.post(reverse("account_request_login_code"), {"email": person.email.upper()})
    client.post(response["Location"], {"code": code_of_last_letter()})
    assert client.session["_auth_user_id"] == str(person.pk + 100)


def test_letter_about_the_password_is_for_the_account_that_has_the_address(client, person, impostor):
    client.post(reverse("account_reset_password"), {"email": person.email})
    outbox.send_due_letters(clock=clock_now)
    [letter] = [one for one in mail.outbox if one.to == [person.email]]
    assert letter.body.count("/password/reset/key/") == 1
    assert f"/key/{int_to_base36(person.pk + 100)}-" in letter.body


def test_address_that_another_has_got_is_not_confirmed(client, person, impostor):
    address = EmailAddress.objects.get(user=impostor)
    response = client.post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]))
    assert response.status_code == 302
    assert User.objects.get(pk=impostor.pk).email != person.email


def test_operators_tables_ask_for_the_second_step_too(client):
    response = client.post(reverse("admin:login"), {"username": "op@example.ru", "password": PASSWORD})
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "account_logout",
        "mfa_index",
        "account_reauthenticate",
    ],
)
def test_pages_of_the_account_open_in_our_frame(client, person, name):
    sign_in(client, person.email, PASSWORD)
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert 'class="skip"' in response.content.decode()


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_activate_totp"])
def test_second_step_is_set_up_after_the_password_once_more(client, person, name):
    sign_in(client, person.email, PASSWORD)
    response = client.get(reverse(name))
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    response = client.post(response["Location"], {"password": PASSWORD}, follow=True)
    assert response.request["PATH_INFO"] == reverse(name)
    assert response.status_code == 200


@pytest.mark.template_queries  # allauth hands its own queries over to these pages
@pytest.mark.parametrize(
    "name", ["mfa_list_webauthn", "mfa_view_recovery_codes", "mfa_index", "socialaccount_connections"]
)
def test_pages_of_a_protected_account_open(client, person, name):
    RecoveryCodes.activate(person)
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Рабочий компьютер", "passwordless": True}
    )
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(reverse("mfa_index"))
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200


@pytest.mark.parametrize(
    "name", ["account_login", "account_request_login_code", "account_reset_password", "account_signup"]
)
def test_pages_of_coming_in_open_for_guests(client, name):
    assert client.get(reverse(name)).status_code == 200
