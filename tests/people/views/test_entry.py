import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.people.views.pages import get, post, publish_all, text_of

from nastavnik.core.clock import now as clock_now
from nastavnik.people import services
from nastavnik.people.enums import ConsentKind, Role
from nastavnik.people.models import Consent, Letter, User
from nastavnik.people.permissions import has_role
from nastavnik.people.services import outbox

pytestmark = pytest.mark.django_db
PASSWORD = "верный пароль 1"


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
    client.force_login(outsider, backend="allauth.account.auth_backends.AuthenticationBackend")
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
